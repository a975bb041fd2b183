// Prefill and decode speed of a shape with random weights: every precision in one process, in turns, and of each the
// decode step beside decoding by chunks of one token. Markdown tables with every sample below them.
//   decode_benchmark CONFIG SCRATCH [DEVICE] [SECONDS] [PRECISION...]
// CONFIG: a folder with config.json; the weights are made in SCRATCH and left there. DEVICE: cuda:0 by default, cpu
// runs without a GPU. Nothing is begun after SECONDS (default 400). Times as in llama-bench: sampling excluded, warm-up
// excluded, the device's work awaited by the copy of the logits to the host.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "core/base/clock.h"
#include "core/base/text_format.h"
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

/// A precision that is loaded, with what was measured of it.
struct Arm {
    std::string name;
    std::unique_ptr<engine::LoadedModel> model;
    std::unique_ptr<engine::Session> step;    // the decode step
    std::unique_ptr<engine::Session> chunks;  // chunks of one token
    std::string fault = {};                   // why there is nothing
    std::vector<double> prefillRates = {};
    std::vector<double> stepRates = {};
    std::vector<double> chunkRates = {};
    std::vector<double> deepRates = {};  // of the step behind deepTokens

    double kvBytesPerPosition() const {
        return static_cast<double>(step->kvCacheBytes()) / static_cast<double>(step->contextLength());
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

std::string samples(const std::vector<double>& values) {
    std::string text;
    for (const double value : values)
        text += " " + fixed(value, 1);
    return text;
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
Result<double> decodeRate(engine::Session& session, const std::vector<TokenId>& ids) {
    const std::int64_t begin = nowNs();
    for (std::int64_t i = 0; i < decodeTokens; ++i)
        AUTOGLM_CHECK(session.decode(std::span(ids).subspan(static_cast<std::size_t>(i), 1)));
    return decodeTokens / (static_cast<double>(nowNs() - begin) * 1e-9);
}

/// One prefill from nothing and one decode run behind it by each way, in turns.
Status measureOnce(Arm& arm, const std::vector<TokenId>& ids, bool isCounted) {
    for (const auto& [session, rates] :
         {std::pair(arm.step.get(), &arm.stepRates), {arm.chunks.get(), &arm.chunkRates}}) {
        AUTOGLM_CHECK(session->truncate(0));
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(session->prefill(std::span(ids).first(promptTokens), {}));
        const double prefillRate = promptTokens / (static_cast<double>(nowNs() - begin) * 1e-9);
        AUTOGLM_TRY(const double rate, decodeRate(*session, ids));
        if (!isCounted) continue;
        arm.prefillRates.push_back(prefillRate);
        rates->push_back(rate);
    }
    return {};
}

/// The decode step behind a long context, which is filled once.
Status measureDeep(Arm& arm, const std::vector<TokenId>& ids) {
    AUTOGLM_CHECK(arm.step->truncate(0));
    for (std::int64_t filled = 0; filled < deepTokens; filled += promptTokens)
        AUTOGLM_CHECK(arm.step->prefill(std::span(ids).first(promptTokens), {}));
    for (int i = 0; i <= repetitions; ++i) {
        AUTOGLM_CHECK(arm.step->truncate(deepTokens));
        AUTOGLM_TRY(const double rate, decodeRate(*arm.step, ids));
        if (i > 0) arm.deepRates.push_back(rate);
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
    const std::int64_t context = std::min(deepTokens + decodeTokens, folder->config.maxPositions);
    AUTOGLM_TRY(arm.step, arm.model->createSession({context, 1, engine::DecodePath::Step}));
    AUTOGLM_TRY(arm.chunks, arm.model->createSession({promptTokens + decodeTokens, 1, engine::DecodePath::Chunks}));
    return {};
}

std::string tableRow(const Arm& arm, double bandwidth, bool isH200) {
    if (!arm.fault.empty()) return concat("| ", arm.name, " | ", arm.fault, " | | | | | | | |\n");
    const double rate = median(arm.stepRates);
    const double used = arm.stepBytes() * rate;
    const bool mayBeCached = arm.model->report().weightsBytes < cacheLimitBytes;
    return concat("| ", arm.name, " | ", formatBytes(arm.model->report().weightsBytes), " | ",
                  formatBytes(static_cast<std::uint64_t>(arm.stepBytes())), " | ",
                  fixed(static_cast<double>(arm.model->report().wallNs) * 1e-9, 1), " s | ",
                  fixed(median(arm.prefillRates), 0), " | ", fixed(rate, 1), " | ", fixed(median(arm.chunkRates), 1),
                  " | ", bandwidth > 0 && !mayBeCached ? fixed(100 * used / bandwidth, 1) + " %" : "unknown", " | ",
                  isH200 && !mayBeCached ? fixed(100 * used / h200BytesPerS, 1) + " %" : "-", " |\n");
}

/// What the keys and values of a longer context cost a token, beside what reading them must cost.
std::string depthRow(const Arm& arm, double bandwidth) {
    if (arm.deepRates.empty()) return {};
    const double perPositionNs =
        (1e9 / median(arm.deepRates) - 1e9 / median(arm.stepRates)) / static_cast<double>(deepTokens - promptTokens);
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
    const std::string behind = concat("tg", decodeTokens, " @ d", promptTokens, " t/s");
    std::string table = concat("\n| precision | weights | read per token | load | pp", promptTokens, " t/s | ", behind,
                               " | by chunks | MBU | of 4.8 TB/s |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    std::string depths;
    std::string detail = "\nSamples, tokens per second (medians above), all precisions in turns:\n";
    for (const Arm& arm : arms) {
        table += tableRow(arm, bandwidth, isH200);
        depths += depthRow(arm, bandwidth);
        if (arm.fault.empty())
            detail +=
                concat("- ", arm.name, " prefill:", samples(arm.prefillRates), "; decode:", samples(arm.stepRates),
                       "; by chunks:", samples(arm.chunkRates), "; deep:", samples(arm.deepRates), "\n");
    }
    if (!depths.empty())
        depths = concat("\n| precision | tg", decodeTokens, " @ d", deepTokens,
                        " t/s | ns per position | of its bytes at the bandwidth | ratio |\n|---|---:|---:|---:|---:|\n",
                        depths);
    std::cout << table << depths << detail;
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
    for (int round = 0; round <= repetitions && !(round > 1 && isTimeUp()); ++round)
        for (Arm& arm : arms)
            attempt(arm, [&] { return measureOnce(arm, ids, round > 0); });
    for (Arm& arm : arms)
        if (arm.fault.empty() && !isTimeUp() && arm.step->contextLength() >= deepTokens + decodeTokens)
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
