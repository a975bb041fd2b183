// The engine on a GPU against what transformers wrote (tests/fixtures) and against itself: other chunks, other
// precisions.
//   gpu_engine FIXTURES [DEVICE]     DEVICE: cuda:0 by default; cpu runs the same checks without a GPU
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/engine/sampling.h"
#include "core/torch/torch_engine.h"
#include "tests/gpu/gpu_report.h"
#ifdef AUTOGLM_CUDA
#include "tests/torch/decode_step_check.h"
#endif

namespace {

using namespace autoglm;
using engine::TokenId;
using model::Precision;
using Rows = std::vector<std::vector<float>>;

/// ‖got - expected‖ / ‖expected‖, NaN where sizes differ.
template <class Expected>
double relativeError(const std::vector<float>& got, const std::vector<Expected>& expected) {
    if (got.size() != expected.size()) return std::numeric_limits<double>::quiet_NaN();
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const auto exact = static_cast<double>(expected[i]);
        const double error = static_cast<double>(got[i]) - exact;
        difference += error * error;
        norm += exact * exact;
    }
    return std::sqrt(difference / norm);
}

/// The worst position; NaN (which passes no limit) where anything is missing.
template <class Expected>
double worstError(const Rows& got, const std::vector<std::vector<Expected>>& expected) {
    if (got.size() != expected.size() || got.empty()) return std::numeric_limits<double>::quiet_NaN();
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double error = relativeError(got[i], expected[i]);
        if (!(error <= worst)) worst = error;
        if (std::isnan(worst)) break;
    }
    return worst;
}

/// Logits of every position; `step` ids at a time (1: by decoding).
Result<Rows> logitsBySteps(engine::LoadedModel& model, const std::vector<TokenId>& ids, std::size_t step) {
    AUTOGLM_TRY(const auto session, model.createSession({static_cast<std::int64_t>(ids.size()), 1}));
    Rows rows;
    const auto keep = [&](std::int64_t, std::int64_t count, std::span<const float> values) {
        const std::size_t vocab = values.size() / static_cast<std::size_t>(count);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            const auto row = values.subspan(i * vocab, vocab);
            rows.emplace_back(row.begin(), row.end());
        }
    };
    for (std::size_t first = 0; first < ids.size(); first += step) {
        const auto part = std::span(ids).subspan(first, std::min(step, ids.size() - first));
        if (step > 1) {
            AUTOGLM_CHECK(session->prefillWithLogits(part, keep, {}));
            continue;
        }
        AUTOGLM_CHECK(session->decode(part));
        keep(0, 1, session->logits());
    }
    return rows;
}

Result<std::vector<TokenId>> greedy(engine::LoadedModel& model, const std::vector<TokenId>& prompt, std::size_t count) {
    AUTOGLM_TRY(const auto session, model.createSession({static_cast<std::int64_t>(prompt.size() + count), 1}));
    AUTOGLM_CHECK(session->prefill(prompt, {}));
    std::vector<TokenId> tokens = {engine::argmax(session->logits())};
    while (tokens.size() < count) {
        AUTOGLM_CHECK(session->decode(std::span(tokens).last(1)));
        tokens.push_back(engine::argmax(session->logits()));
    }
    return tokens;
}

/// The checks of one fixture folder.
class FixtureChecks {
  public:
    FixtureChecks(engine::Engine& engine, test::Report& report, const std::filesystem::path& folder, std::string device)
        : m_engine(engine),
          m_report(report),
          m_path(folder),
          m_name(folder.filename().string()),
          m_device(std::move(device)) {}

    void run() {
        const Status done = checkAll();
        if (!done) m_report.check(false, m_name, describe(done.error()));
    }

  private:
    Status checkAll() {
        AUTOGLM_TRY(m_folder, model::openModelFolder(m_path));
        AUTOGLM_TRY(const Json expected, readJsonFile(m_path / "expected.json"));
        m_ids = expected["input_ids"].get<std::vector<TokenId>>();
        m_logits = expected["logits"].get<std::vector<std::vector<double>>>();
        AUTOGLM_CHECK(checkExactPrecision(expected));
        AUTOGLM_CHECK(checkAgainstCpu());
        // Both round to the format, at other places: no further from one another than from FP32.
        AUTOGLM_CHECK(checkDecodeStep(Precision::Fp32, 1e-5));
        AUTOGLM_CHECK(checkDecodeStep(Precision::Fp16, 0.01));
        AUTOGLM_CHECK(checkDecodeStep(Precision::Bf16, 0.05));
        AUTOGLM_CHECK(checkDecodeStep(Precision::Int8, 0.05));
        AUTOGLM_CHECK(checkDecodeStep(Precision::Int4, 0.05));
        AUTOGLM_CHECK(checkRecordedStep());
        // Limits as on a CPU (tests/torch/tst_reference.cpp): from the formats, far below what a wrong scale would
        // give.
        AUTOGLM_CHECK(checkPrecision(Precision::Fp16, 0.01));
        AUTOGLM_CHECK(checkPrecision(Precision::Bf16, 0.05));
        AUTOGLM_CHECK(checkPrecision(Precision::Int8, 0.08));
        return checkInt4();
    }

    Status checkExactPrecision(const Json& expected) {
        AUTOGLM_TRY(const auto model, load(Precision::Fp32, m_device));
        AUTOGLM_TRY(const Rows whole, logitsBySteps(*model, m_ids, m_ids.size()));
        checkLimit("FP32 logits against transformers", worstError(whole, m_logits), 1e-5);
        AUTOGLM_TRY(const Rows parts, logitsBySteps(*model, m_ids, 7));
        checkLimit("FP32 logits, seven ids at a time", worstError(parts, m_logits), 1e-5);
        AUTOGLM_TRY(const Rows decoded, logitsBySteps(*model, m_ids, 1));
        checkLimit("FP32 logits, decoded one by one", worstError(decoded, m_logits), 1e-5);
        const auto reference = expected["greedy"].get<std::vector<TokenId>>();
        AUTOGLM_TRY(const auto tokens, greedy(*model, m_ids, reference.size()));
        m_report.check(tokens == reference, m_name + " FP32 greedy tokens",
                       concat(tokens.size(), " tokens of transformers"));
        const auto memory = m_engine.memory(m_device);
        if (memory.allocatedBytes)
            m_report.check(*memory.allocatedBytes >= model->report().weightsBytes, m_name + " memory",
                           concat(formatBytes(*memory.allocatedBytes), " allocated, weights ",
                                  formatBytes(model->report().weightsBytes)));
        return {};
    }

    /// 600 ids are more than one chunk of prefill; transformers' file has 24.
    Status checkAgainstCpu() {
        std::vector<TokenId> ids;
        for (std::int64_t i = 0; i < 600; ++i)
            ids.push_back(static_cast<TokenId>((i * 7919 + 13) % m_folder->config.vocabSize));
        AUTOGLM_TRY(const auto onCpu, load(Precision::Fp32, "cpu"));
        AUTOGLM_TRY(const auto onDevice, load(Precision::Fp32, m_device));
        AUTOGLM_TRY(const Rows exact, logitsBySteps(*onCpu, ids, ids.size()));
        AUTOGLM_TRY(const Rows got, logitsBySteps(*onDevice, ids, ids.size()));
        checkLimit("FP32 logits of 600 ids against the CPU", worstError(got, exact), 1e-5);
        return {};
    }

    /// Twenty tokens of one and of three sequences: the decode step (on a GPU a graph from the second one on) beside
    /// chunks of one token.
    Status checkDecodeStep(Precision precision, double limit) {
        AUTOGLM_TRY(const auto model, load(precision, m_device));
        for (const std::int64_t batch : {std::int64_t{1}, std::int64_t{3}}) {
            Rows rows[2];
            for (const engine::DecodePath path : {engine::DecodePath::Step, engine::DecodePath::Chunks}) {
                AUTOGLM_TRY(const auto session, model->createSession({64, batch, path}));
                for (std::int64_t i = 0; i < batch; ++i)  // of different lengths
                    AUTOGLM_CHECK(session->prefillSequence(
                        i, std::span(m_ids).first(m_ids.size() - 3 * static_cast<std::size_t>(i)), {}));
                for (std::size_t token = 0; token < 20; ++token) {
                    AUTOGLM_CHECK(
                        session->decodeSequences(std::span(m_ids).subspan(token % 8, static_cast<std::size_t>(batch))));
                    const std::span<const float> logits = session->logits();
                    rows[static_cast<int>(path)].emplace_back(logits.begin(), logits.end());
                }
            }
            checkLimit(concat(model::precisionTitle(precision), " decode step of ", batch,
                              " sequence(s) against chunks of one token"),
                       worstError(rows[0], rows[1]), limit);
        }
        return {};
    }

    /// That the step is one launch of a graph by the end, at positions other than the recorded one; that steps run
    /// ahead; both also with kernels that begin early, where the GPU has that.
    Status checkRecordedStep() {
#ifdef AUTOGLM_CUDA
        if (m_device == "cpu") return {};
        test::StepCase one{m_path, model::makeScheme(Precision::Fp32), m_device};
        for (const engine::EarlyKernels early : {engine::EarlyKernels::Never, engine::EarlyKernels::Always}) {
            one.earlyKernels = early;
            const std::string suffix = early == engine::EarlyKernels::Always ? ", kernels begin early" : "";
            AUTOGLM_TRY(const test::StepRows rows, test::decodeBothWays(one, m_ids, 4));
            m_report.check(rows.isRecorded, m_name + " decode step" + suffix, "recorded as a CUDA graph");
            checkLimit("recorded decode step against Transformer" + suffix, worstError(rows.step, rows.forward), 1e-5);
            AUTOGLM_TRY(const test::StepRows greedy, test::decodeGreedyBothWays(one, m_ids));
            m_report.check(greedy.stepsAhead.back() > 0, m_name + " greedy steps" + suffix,
                           concat(greedy.stepsAhead.back(), " of ", greedy.step.size(), " rows ran ahead"));
            checkLimit("greedy steps against Transformer" + suffix, worstError(greedy.step, greedy.forward), 1e-5);
        }
#endif
        return {};
    }

    Status checkPrecision(Precision precision, double limit) {
        AUTOGLM_TRY(const auto model, load(precision, m_device));
        for (const std::size_t step : {m_ids.size(), std::size_t{1}}) {
            AUTOGLM_TRY(const Rows rows, logitsBySteps(*model, m_ids, step));
            checkLimit(concat(model::precisionTitle(precision), " logits ", step > 1 ? "by prefill" : "by decoding"),
                       worstError(rows, m_logits), limit);
        }
        return {};
    }

    /// The same stored weights on both sides: what is left is the rounding of BF16 activations.
    Status checkInt4() {
        for (const Precision precision : {Precision::Int4, Precision::Int4Group64, Precision::Int4Group32}) {
            AUTOGLM_TRY(const auto onCpu, load(precision, "cpu"));
            AUTOGLM_TRY(const auto onDevice, load(precision, m_device));
            AUTOGLM_TRY(const Rows exact, logitsBySteps(*onCpu, m_ids, m_ids.size()));
            for (const std::size_t step : {m_ids.size(), std::size_t{1}}) {
                AUTOGLM_TRY(const Rows got, logitsBySteps(*onDevice, m_ids, step));
                checkLimit(concat(model::precisionName(precision), " logits against the CPU ",
                                  step > 1 ? "by prefill" : "by decoding"),
                           worstError(got, exact), 0.05);
            }
        }
        return {};
    }

    void checkLimit(const std::string& what, double error, double limit) {
        m_report.check(error <= limit, m_name + " " + what,
                       concat("largest relative L2 error ", error, ", limit ", limit));
    }

    Result<std::unique_ptr<engine::LoadedModel>> load(Precision precision, const std::string& device) {
        engine::LoadRequest request;
        request.folder = m_folder;
        request.scheme = model::makeScheme(precision);
        request.device = device;
        return m_engine.load(request, {});
    }

    engine::Engine& m_engine;
    test::Report& m_report;
    std::filesystem::path m_path;
    std::string m_name;
    std::string m_device;
    model::ModelFolderPtr m_folder;
    std::vector<TokenId> m_ids;
    std::vector<std::vector<double>> m_logits;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: gpu_engine FIXTURES [DEVICE]\n";
        return 2;
    }
    const std::string device = argc == 3 ? argv[2] : "cuda:0";
    const auto engine = torch_engine::createTorchEngine();
    const engine::EngineFacts facts = engine->facts();
    const auto found = std::ranges::find(facts.devices, device, &engine::DeviceFacts::id);
    if (found == facts.devices.end())
        return test::skipped(device == "cuda:0" ? "no CUDA device" : "no device " + device);
    std::cout << found->name << ", capability " << found->capability << ", " << facts.name << ' ' << facts.version
              << '\n';

    test::Report report;
    for (const engine::PrecisionProbe& probe : engine->probe(device))
        report.check(probe.passed, "matrix products " + probe.precision,
                     concat("relative error ", probe.relativeError, ", limit ", probe.tolerance, " ", probe.error));
    for (const char* family : {"glm", "qwen2"})
        FixtureChecks(*engine, report, std::filesystem::path(argv[1]) / family, device).run();
    return report.exitCode();
}
