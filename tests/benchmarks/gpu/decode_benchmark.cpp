// Prefill and decode speed of a shape with random weights: every precision in one process, in turns, and of each the
// decode step with and without what makes it fast. Every round as it is measured, then Markdown tables of medians.
//   decode_benchmark CONFIG SCRATCH [DEVICE] [SECONDS] [PRECISION...]
// CONFIG: a folder with config.json; the weights are made in SCRATCH and left there. DEVICE: cuda:0 by default, cpu
// runs without a GPU. Nothing is begun after SECONDS (default 400). Times as in llama-bench: sampling excluded (but
// where tokens are said to be the likeliest), warm-up excluded, the device's work awaited by the copy of the logits.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/engine/sampling.h"
#include "core/measure/read_bandwidth.h"
#include "core/measure/statistics.h"
#include "core/model/make_model.h"
#include "core/torch/torch_engine.h"
#ifdef AUTOGLM_CUDA
#include "tests/benchmarks/gpu/read_probe.h"
#endif

namespace {

using namespace autoglm;
using engine::TokenId;
using model::Precision;

constexpr std::int64_t promptTokens = 512;
constexpr std::int64_t decodeTokens = 128;
constexpr std::int64_t deepTokens = 4096;
constexpr int repetitions = 5;
constexpr double h200BytesPerS = 4.8e12;  // NVIDIA H200 data sheet
/// Weights below this may lie in a last-level cache: their speed says nothing of the memory.
constexpr std::uint64_t cacheLimitBytes = 256'000'000;

/// The scratch weights are not hashed: nothing checks them, and SHA-256 would take longer than the run.
class NoDigest final : public Digest {
  public:
    void update(std::span<const std::byte>) override {}
    std::string finishHex() override { return std::string(64, '0'); }
};

struct Arguments {
    std::filesystem::path config;
    std::filesystem::path scratch;
    std::string device = "cuda:0";
    double seconds = 400;
    std::vector<Precision> precisions;
};

enum class Tokens {
    Given,     // as in llama-bench
    Likeliest  // each from the logits before, which the host looks through
};

/// A way to decode: what of SessionOptions it has, what it is fed with.
struct Way {
    const char* name;
    engine::SessionOptions options;
    Tokens tokens;
};

/// The first is the product's own way; the others differ from it in one thing each.
const std::vector<Way>& ways() {
    using engine::DecodePath;
    using engine::EarlyKernels;
    using engine::RunAhead;
    constexpr std::int64_t context = promptTokens + decodeTokens;
    static const std::vector<Way> all = {
        {"step", {}, Tokens::Given},  // its context is as long as the model allows
        {"kernels early", {context, 1, DecodePath::Step, RunAhead::Greedy, EarlyKernels::Always}, Tokens::Given},
        {"kernels not early", {context, 1, DecodePath::Step, RunAhead::Greedy, EarlyKernels::Never}, Tokens::Given},
        {"chunks", {context, 1, DecodePath::Chunks}, Tokens::Given},
        {"greedy, ahead", {context, 1, DecodePath::Step, RunAhead::Greedy}, Tokens::Likeliest},
        {"greedy, not ahead", {context, 1, DecodePath::Step, RunAhead::Never}, Tokens::Likeliest},
    };
    return all;
}

/// A precision that is loaded, with what was measured of it.
struct Arm {
    std::string name;
    std::unique_ptr<engine::LoadedModel> model;
    std::vector<std::unique_ptr<engine::Session>> sessions;  // by ways()
    std::string fault = {};                                  // why there is nothing
    std::vector<double> prefillRates = {};
    std::vector<std::vector<double>> rates = {};  // by ways()
    std::vector<double> deepRates = {};           // of the step behind deepTokens

    engine::Session& step() const { return *sessions.front(); }
    const std::vector<double>& stepRates() const { return rates.front(); }

    double kvBytesPerPosition() const {
        return static_cast<double>(step().kvCacheBytes()) / static_cast<double>(step().contextLength());
    }
    /// Read by a decode step at the mean depth of those that are timed.
    double stepBytes() const {
        return static_cast<double>(model->bytesReadPerToken()) +
               kvBytesPerPosition() * (promptTokens + (decodeTokens + 1) / 2.0);
    }
};

double median(const std::vector<double>& values) {
    return measure::percentile(values, 0.5).value_or(0);
}

std::vector<double> readRates(const std::string& device) {
    if (device == "cpu") {
        const auto bandwidth = measure::measureReadBandwidth();
        return bandwidth ? bandwidth->samplesBytesPerS : std::vector<double>();
    }
#ifdef AUTOGLM_CUDA
    return benchmark::gpuReadBandwidth(std::atoi(device.c_str() + 5), std::size_t{4} << 30U, 9);
#else
    return {};
#endif
}

std::vector<TokenId> someIds(std::int64_t count, std::int64_t vocabSize) {
    std::vector<TokenId> ids;
    for (std::int64_t i = 0; i < count; ++i)
        ids.push_back(static_cast<TokenId>((i * 7919 + 13) % vocabSize));
    return ids;
}

/// Tokens per second of a run of single tokens behind what the session holds.
Result<double> decodeRate(engine::Session& session, const std::vector<TokenId>& ids, Tokens tokens) {
    TokenId likeliest = tokens == Tokens::Likeliest ? engine::argmax(session.logits()) : 0;
    const std::int64_t begin = nowNs();
    for (std::int64_t i = 0; i < decodeTokens; ++i) {
        const TokenId id = tokens == Tokens::Given ? ids[static_cast<std::size_t>(i)] : likeliest;
        AUTOGLM_CHECK(session.decode({&id, 1}));
        if (tokens == Tokens::Likeliest) likeliest = engine::argmax(session.logits());
    }
    const double rate = decodeTokens / (static_cast<double>(nowNs() - begin) * 1e-9);
    AUTOGLM_CHECK(session.truncate(session.length()));  // a step that runs ahead ends before another is timed
    return rate;
}

/// One prefill from nothing and one decode run behind it by each way, in turns.
Status measureOnce(Arm& arm, const std::vector<TokenId>& ids, int round) {
    std::cout << "- " << (round > 0 ? concat("round ", round) : "warm-up") << ", " << arm.name << ":";
    for (std::size_t way = 0; way < ways().size(); ++way) {
        engine::Session& session = *arm.sessions[way];
        AUTOGLM_CHECK(session.truncate(0));
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(session.prefill(std::span(ids).first(promptTokens), {}));
        const double prefillRate = promptTokens / (static_cast<double>(nowNs() - begin) * 1e-9);
        AUTOGLM_TRY(const double rate, decodeRate(session, ids, ways()[way].tokens));
        std::cout << ' ' << ways()[way].name << ' ' << fixed(rate, 1) << " (prefill " << fixed(prefillRate, 0) << ")"
                  << (way + 1 < ways().size() ? "," : "\n") << std::flush;
        if (round == 0) continue;
        arm.prefillRates.push_back(prefillRate);
        arm.rates[way].push_back(rate);
    }
    return {};
}

/// The decode step behind a long context, which is filled once.
Status measureDeep(Arm& arm, const std::vector<TokenId>& ids) {
    AUTOGLM_CHECK(arm.step().truncate(0));
    for (std::int64_t filled = 0; filled < deepTokens; filled += promptTokens)
        AUTOGLM_CHECK(arm.step().prefill(std::span(ids).first(promptTokens), {}));
    std::cout << "- behind " << deepTokens << " tokens, " << arm.name << ":";
    for (int i = 0; i <= repetitions; ++i) {
        AUTOGLM_CHECK(arm.step().truncate(deepTokens));
        AUTOGLM_TRY(const double rate, decodeRate(arm.step(), ids, Tokens::Given));
        if (i == 0) continue;
        arm.deepRates.push_back(rate);
        std::cout << ' ' << fixed(rate, 1) << (i < repetitions ? "," : "\n") << std::flush;
    }
    return {};
}

Status prepare(Arm& arm, engine::Engine& engine, const model::ModelFolderPtr& folder, Precision precision,
               const std::string& device) {
    engine::LoadRequest request;
    request.folder = folder;
    request.scheme = model::makeScheme(precision);
    request.device = device;
    AUTOGLM_TRY(arm.model, engine.load(request, {}));
    arm.rates.resize(ways().size());
    for (const Way& way : ways()) {
        engine::SessionOptions options = way.options;
        if (arm.sessions.empty())
            options.contextLength = std::min(deepTokens + decodeTokens, folder->config.maxPositions);
        AUTOGLM_TRY(auto session, arm.model->createSession(options));
        arm.sessions.push_back(std::move(session));
    }
    return {};
}

std::string tableRow(const Arm& arm, double bandwidth, bool isH200) {
    if (!arm.fault.empty()) return concat("| ", arm.name, " | ", arm.fault, " | | | | | | |\n");
    const double rate = median(arm.stepRates());
    const double used = arm.stepBytes() * rate;
    const bool mayBeCached = arm.model->report().weightsBytes < cacheLimitBytes;
    return concat("| ", arm.name, " | ", formatBytes(arm.model->report().weightsBytes), " | ",
                  formatBytes(static_cast<std::uint64_t>(arm.stepBytes())), " | ",
                  fixed(static_cast<double>(arm.model->report().wallNs) * 1e-9, 1), " s | ",
                  fixed(median(arm.prefillRates), 0), " | ", fixed(rate, 1), " | ",
                  bandwidth > 0 && !mayBeCached ? fixed(100 * used / bandwidth, 1) + " %" : "unknown", " | ",
                  isH200 && !mayBeCached ? fixed(100 * used / h200BytesPerS, 1) + " %" : "-", " |\n");
}

/// The ways beside one another, each also as a part of the first.
std::string waysRow(const Arm& arm) {
    if (!arm.fault.empty()) return {};
    std::string row = concat("| ", arm.name);
    for (const std::vector<double>& rates : arm.rates)
        row += concat(" | ", fixed(median(rates), 1), " (", fixed(median(rates) / median(arm.stepRates()), 3), ")");
    return row + " |\n";
}

/// What the keys and values of a longer context cost a token, beside what reading them must cost.
std::string depthRow(const Arm& arm, double bandwidth) {
    if (arm.deepRates.empty()) return {};
    const double perPositionNs =
        (1e9 / median(arm.deepRates) - 1e9 / median(arm.stepRates())) / static_cast<double>(deepTokens - promptTokens);
    const double leastNs = bandwidth > 0 ? arm.kvBytesPerPosition() / bandwidth * 1e9 : 0;
    return concat("| ", arm.name, " | ", fixed(median(arm.deepRates), 1), " | ", fixed(perPositionNs, 2), " | ",
                  bandwidth > 0 ? fixed(leastNs, 2) : "unknown", " | ",
                  bandwidth > 0 ? fixed(perPositionNs / leastNs, 2) : "-", " |\n");
}

Result<model::ModelFolderPtr> makeScratchModel(const Arguments& arguments) {
    const auto none = [](DigestAlgorithm, const FileIdentity&) { return std::make_unique<NoDigest>(); };
    const std::int64_t begin = nowNs();
    AUTOGLM_TRY(const model::MadeModel made, model::makeModel(arguments.config, arguments.scratch, {}, none, {}, {}));
    std::filesystem::remove(arguments.scratch / "SHA256SUMS");
    std::cout << made.parameterCount << " parameters, random weights of " << formatBytes(made.sizeBytes) << " made in "
              << formatDurationNs(nowNs() - begin) << std::endl;
    return model::openModelFolder(arguments.scratch);
}

void printTables(const std::vector<Arm>& arms, double bandwidth, bool isH200) {
    std::string table =
        concat("\n| precision | weights | read per token | load | pp", promptTokens, " t/s | tg", decodeTokens, " @ d",
               promptTokens, " t/s | MBU | of 4.8 TB/s |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    std::string compared = "\n| precision |";
    std::string rule = "\n|---|";
    for (const Way& way : ways()) {
        compared += concat(" ", way.name, " |");
        rule += "---:|";
    }
    compared += rule + "\n";
    std::string depths;
    for (const Arm& arm : arms) {
        table += tableRow(arm, bandwidth, isH200);
        compared += waysRow(arm);
        depths += depthRow(arm, bandwidth);
    }
    if (!depths.empty())
        depths = concat("\n| precision | tg", decodeTokens, " @ d", deepTokens,
                        " t/s | ns per position | of its bytes at the bandwidth | ratio |\n|---|---:|---:|---:|---:|\n",
                        depths);
    std::cout << table << compared << depths << std::flush;
}

Status run(const Arguments& arguments, engine::Engine& engine, const engine::DeviceFacts& device,
           const engine::EngineFacts& facts) {
    const std::int64_t begin = nowNs();
    const std::vector<double> rates = readRates(arguments.device);
    const double bandwidth = rates.empty() ? 0 : *std::ranges::max_element(rates);
    std::cout << "## " << arguments.config.filename().string() << " on " << device.name << "\n\n"
              << facts.name << ' ' << facts.version << ", CUDA "
              << (facts.cudaVersion.empty() ? "none" : facts.cudaVersion) << ", " << utcNow()
              << "; read bandwidth measured " << fixed(bandwidth * 1e-9, 1) << " GB/s" << std::endl;
    AUTOGLM_TRY(const model::ModelFolderPtr folder, makeScratchModel(arguments));

    std::vector<Arm> arms(arguments.precisions.size());
    const auto isTimeUp = [&] { return static_cast<double>(nowNs() - begin) * 1e-9 > arguments.seconds; };
    const auto attempt = [&](Arm& arm, const auto& what) {
        if (!arm.fault.empty()) return;
        const Status done = isTimeUp() ? fail(ErrorCode::Cancelled, "not measured: the time was up") : what();
        if (!done) arm.fault = done.error().message;
    };
    for (std::size_t i = 0; i < arms.size(); ++i) {
        arms[i].name = model::precisionTitle(arguments.precisions[i]);
        attempt(arms[i], [&] { return prepare(arms[i], engine, folder, arguments.precisions[i], arguments.device); });
    }
    const std::vector<TokenId> ids = someIds(promptTokens, folder->config.vocabSize);
    for (int round = 0; round <= repetitions; ++round)
        for (Arm& arm : arms)
            if (round < 2 || !isTimeUp()) attempt(arm, [&] { return measureOnce(arm, ids, round); });
    for (Arm& arm : arms)
        if (arm.fault.empty() && !isTimeUp() && arm.step().contextLength() >= deepTokens + decodeTokens)
            if (const Status done = measureDeep(arm, ids); !done) std::cerr << describe(done.error()) << '\n';
    printTables(arms, bandwidth, device.name.find("H200") != std::string::npos);
    return {};
}

int usage() {
    std::cerr << "usage: decode_benchmark CONFIG SCRATCH [DEVICE] [SECONDS] [PRECISION...]\n";
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return usage();
    Arguments arguments{argv[1], argv[2], "cuda:0", 400, {}};
    if (argc > 3) arguments.device = argv[3];
    if (argc > 4) arguments.seconds = std::atof(argv[4]);
    for (int i = 5; i < argc; ++i) {
        const auto precision = model::parsePrecision(argv[i]);
        if (!precision) return usage();
        arguments.precisions.push_back(*precision);
    }
    const auto engine = torch_engine::createTorchEngine();
    const engine::EngineFacts facts = engine->facts();
    const auto device = std::ranges::find(facts.devices, arguments.device, &engine::DeviceFacts::id);
    if (device == facts.devices.end()) {
        std::cout << "skipped: no " << (arguments.device.starts_with("cuda") ? "CUDA device" : "device") << ' '
                  << arguments.device << '\n';
        return 77;
    }
    for (const std::string& name : device->precisions)
        if (const auto precision = model::parsePrecision(name); argc <= 5 && precision)
            arguments.precisions.push_back(*precision);
    const Status done = run(arguments, *engine, *device, facts);
    if (!done) std::cerr << describe(done.error()) << '\n';
    return done ? 0 : 1;
}
