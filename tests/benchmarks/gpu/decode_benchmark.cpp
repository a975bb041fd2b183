// Prefill and decode speed of a shape with random weights, per precision, as a Markdown table with every sample below
// it.
//   decode_benchmark CONFIG SCRATCH [DEVICE] [SECONDS] [PRECISION...]
// CONFIG: a folder with config.json; the weights are made in SCRATCH, which is removed afterwards. DEVICE: cuda:0 by
// default, cpu runs without a GPU. No precision is begun after SECONDS (default 400). Times as in llama-bench: sampling
// excluded, warm-up excluded, the device's work awaited by the copy of the logits to the host.
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

struct Measured {
    engine::LoadReport load;
    std::uint64_t weightBytesPerToken = 0;
    double kvBytesPerToken = 0;  // read by a decode step at the mean depth
    std::vector<double> prefillRates;
    std::vector<double> decodeRates;
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

/// One prefill from nothing and one decode run behind it, as tokens per second.
Status measureOnce(engine::Session& session, const std::vector<TokenId>& ids, Measured* out) {
    AUTOGLM_CHECK(session.truncate(0));
    const std::int64_t begin = nowNs();
    AUTOGLM_CHECK(session.prefill(std::span(ids).first(promptTokens), {}));
    const std::int64_t middle = nowNs();
    for (std::int64_t i = 0; i < decodeTokens; ++i)
        AUTOGLM_CHECK(session.decode(std::span(ids).subspan(static_cast<std::size_t>(i), 1)));
    const std::int64_t end = nowNs();
    if (!out) return {};
    out->prefillRates.push_back(promptTokens / (static_cast<double>(middle - begin) * 1e-9));
    out->decodeRates.push_back(decodeTokens / (static_cast<double>(end - middle) * 1e-9));
    return {};
}

Result<Measured> measurePrecision(engine::Engine& engine, const model::ModelFolderPtr& folder, Precision precision,
                                  const std::string& device) {
    engine::LoadRequest request;
    request.folder = folder;
    request.scheme = model::makeScheme(precision);
    request.device = device;
    AUTOGLM_TRY(const auto model, engine.load(request, {}));
    AUTOGLM_TRY(const auto session, model->createSession({promptTokens + decodeTokens, 1}));
    Measured measured;
    measured.load = model->report();
    measured.weightBytesPerToken = model->bytesReadPerToken();
    const double kvBytesPerPosition = static_cast<double>(session->kvCacheBytes()) / (promptTokens + decodeTokens);
    measured.kvBytesPerToken = kvBytesPerPosition * (promptTokens + (decodeTokens + 1) / 2.0);
    const std::vector<TokenId> ids = someIds(promptTokens, folder->config.vocabSize);
    AUTOGLM_CHECK(measureOnce(*session, ids, nullptr));
    for (int i = 0; i < repetitions; ++i)
        AUTOGLM_CHECK(measureOnce(*session, ids, &measured));
    return measured;
}

std::string tableRow(const std::string& name, const Measured& measured, double bandwidth, bool isH200) {
    const double stepBytes = static_cast<double>(measured.weightBytesPerToken) + measured.kvBytesPerToken;
    const double used = stepBytes * median(measured.decodeRates);
    const bool mayBeCached = measured.load.weightsBytes < cacheLimitBytes;
    return concat("| ", name, " | ", formatBytes(measured.load.weightsBytes), " | ",
                  formatBytes(static_cast<std::uint64_t>(stepBytes)), " | ",
                  fixed(static_cast<double>(measured.load.wallNs) * 1e-9, 1), " s | ",
                  fixed(median(measured.prefillRates), 0), " | ", fixed(median(measured.decodeRates), 1), " | ",
                  bandwidth > 0 && !mayBeCached ? fixed(100 * used / bandwidth, 1) + " %" : "unknown", " | ",
                  isH200 && !mayBeCached ? fixed(100 * used / h200BytesPerS, 1) + " %" : "-", " |\n");
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

    std::string table =
        concat("\n| precision | weights | read per token | load | pp", promptTokens, " t/s | tg", decodeTokens, " @ d",
               promptTokens, " t/s | MBU | of 4.8 TB/s |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    std::string detail = "\nSamples, tokens per second (medians above):\n";
    for (const Precision precision : arguments.precisions) {
        const std::string name = model::precisionTitle(precision);
        if (static_cast<double>(nowNs() - begin) * 1e-9 > arguments.seconds) {
            table += concat("| ", name, " | not measured: the time was up | | | | | | |\n");
            continue;
        }
        const auto measured = measurePrecision(engine, folder, precision, arguments.device);
        if (!measured) {
            table += concat("| ", name, " | ", describe(measured.error()), " | | | | | | |\n");
            continue;
        }
        table += tableRow(name, *measured, bandwidth, device.name.find("H200") != std::string::npos);
        detail += concat("- ", name, " prefill:", samples(measured->prefillRates),
                         "; decode:", samples(measured->decodeRates), "\n");
    }
    std::cout << table << detail;
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
    const bool existed = std::filesystem::exists(arguments.scratch);
    const Status done = run(arguments, *engine, *device, facts);
    if (!done) std::cerr << describe(done.error()) << '\n';
    std::error_code ignored;
    if (!existed) std::filesystem::remove_all(arguments.scratch, ignored);
    return done ? 0 : 1;
}
