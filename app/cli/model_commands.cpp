// inspect, hash and make-model: what needs a model folder, but no engine.
#include <cstdio>

#include "app/cli/model_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "core/base/openssl_digest.h"
#include "core/base/system_info.h"
#include "core/base/text_format.h"
#include "core/model/file_hashes.h"
#include "core/model/ledger.h"
#include "core/model/make_model.h"
#include "core/model/model_sources.h"

namespace autoglm::cli {
namespace {

using model::ModelFolder;

struct InspectOptions {
    std::string model;
    std::int64_t context = 0;
    bool json = false;
};

Json configJson(const model::ModelConfig& config) {
    return {{"model_type", config.modelType},
            {"vocab_size", config.vocabSize},
            {"hidden_size", config.hiddenSize},
            {"intermediate_size", config.intermediateSize},
            {"layers", config.layerCount},
            {"attention_heads", config.headCount},
            {"kv_heads", config.kvHeadCount},
            {"head_dim", config.headDim},
            {"max_positions", config.maxPositions},
            {"attention_bias", config.attentionBias},
            {"sliding_window", config.slidingWindow},
            {"tied_head", config.tieWordEmbeddings},
            {"rope_theta", config.rotary.theta},
            {"stored_dtype", model::dtypeName(config.storedDtype)}};
}

Json ledgerJson(const model::ModelConfig& config, std::int64_t context, std::optional<std::uint64_t> freeBytes) {
    Json ledger = Json::object();
    for (const model::Precision precision : model::allPrecisions) {
        const model::Scheme scheme = model::makeScheme(precision);
        const model::MemoryLedger entry = model::computeLedger(config, scheme, context);
        Json row = {{"scheme", scheme.describe()},
                    {"weights_bytes", entry.weightsBytes},
                    {"kv_cache_bytes", entry.kvCacheBytes},
                    {"workspace_bytes", entry.workspaceBytes},
                    {"total_bytes", entry.totalBytes()}};
        if (freeBytes) row["fits"] = entry.totalBytes() <= *freeBytes;
        ledger[model::precisionName(precision)] = std::move(row);
    }
    return ledger;
}

Json inspectJson(const ModelFolder& folder, std::int64_t context, std::optional<std::uint64_t> freeBytes) {
    Json files = Json::array();
    for (const model::WeightFile& file : folder.files) {
        Json entry = {{"name", file.name}, {"size_bytes", file.sizeBytes}};
        if (file.expected) entry["expected"] = file.expected->hex;
        files.push_back(std::move(entry));
    }
    Json tensors = Json::array();
    for (const model::TensorInfo& tensor : folder.tensors)
        tensors.push_back({{"name", tensor.name},
                           {"dtype", model::dtypeName(tensor.dtype)},
                           {"shape", tensor.shape},
                           {"size_bytes", tensor.sizeBytes},
                           {"file", folder.files[tensor.fileIndex].name}});
    Json out = {{"architecture", folder.config.architecture},
                {"parameters", folder.parameterCount},
                {"name", folder.name},
                {"path", folder.path.string()},
                {"config", configJson(folder.config)},
                {"files", std::move(files)},
                {"context_tokens", context}};
    if (freeBytes) out["free_memory_bytes"] = *freeBytes;
    out["ledger"] = ledgerJson(folder.config, context, freeBytes);
    out["tensors"] = std::move(tensors);
    out["unused_tensors"] = folder.unusedTensors;
    out["warnings"] = folder.warnings;
    return out;
}

void printInspection(const ModelFolder& folder, std::int64_t context, std::optional<std::uint64_t> freeBytes) {
    const model::ModelConfig& config = folder.config;
    std::printf("%s  %s  %.2f M parameters, stored as %s\n", folder.name.c_str(), config.architecture.c_str(),
                static_cast<double>(folder.parameterCount) / 1e6, model::dtypeName(config.storedDtype));
    std::printf(
        "%lld layers, hidden %lld, intermediate %lld, %lld heads (%lld key-value) of %lld, vocabulary %lld, context up "
        "to %lld\n",
        static_cast<long long>(config.layerCount), static_cast<long long>(config.hiddenSize),
        static_cast<long long>(config.intermediateSize), static_cast<long long>(config.headCount),
        static_cast<long long>(config.kvHeadCount), static_cast<long long>(config.headDim),
        static_cast<long long>(config.vocabSize), static_cast<long long>(config.maxPositions));
    for (const model::WeightFile& file : folder.files)
        std::printf("  %-40s %10s  %s\n", file.name.c_str(), formatBytes(file.sizeBytes).c_str(),
                    file.expected ? concat("expected hash from ", file.expected->source).c_str() : "no expected hash");
    for (const std::string& name : folder.unusedTensors)
        std::printf("  not used by the model: %s\n", name.c_str());
    for (const std::string& warning : folder.warnings)
        std::printf("  warning: %s\n", warning.c_str());
    if (folder.files.empty())
        std::printf("  a shipped configuration without weights: autoglm make-model %s FOLDER gives it random ones\n",
                    folder.name.c_str());
    std::printf("\nMemory for %lld tokens of context%s:\n", static_cast<long long>(context),
                freeBytes ? concat(" (", formatBytes(*freeBytes), " free)").c_str() : "");
    std::printf("  %-12s %10s %10s %10s %10s\n", "", "weights", "KV cache", "workspace", "total");
    for (const model::Precision precision : model::allPrecisions) {
        const model::MemoryLedger entry = model::computeLedger(config, model::makeScheme(precision), context);
        std::printf("  %-12s %10s %10s %10s %10s  %s\n", model::precisionTitle(precision),
                    formatBytes(entry.weightsBytes).c_str(), formatBytes(entry.kvCacheBytes).c_str(),
                    formatBytes(entry.workspaceBytes).c_str(), formatBytes(entry.totalBytes()).c_str(),
                    !freeBytes                         ? ""
                    : entry.totalBytes() <= *freeBytes ? "fits"
                                                       : "does not fit");
    }
}

/// A model, or the shape of a shipped configuration where no model has its name.
Result<model::ModelFolderPtr> openToInspect(const std::string& name) {
    const Result<std::filesystem::path> path = model::resolveModel(name);
    if (const auto shipped = model::shippedConfig(name); shipped && !path) return model::openShape(*shipped);
    if (!path) return fail(path.error());
    return model::openModelFolder(*path);
}

Result<int> inspect(const InspectOptions& options) {
    AUTOGLM_TRY(const model::ModelFolderPtr folder, openToInspect(options.model));
    const std::int64_t context =
        options.context > 0 ? options.context : std::min<std::int64_t>(folder->config.maxPositions, 4096);
    if (context > folder->config.maxPositions)
        return fail(ErrorCode::InvalidArgument,
                    concat("a context of ", context, " tokens was asked for; this model takes at most ",
                           folder->config.maxPositions),
                    "--context");
    if (options.json)
        AUTOGLM_CHECK(printJson(inspectJson(*folder, context, readAvailableMemory())));
    else
        printInspection(*folder, context, readAvailableMemory());
    return Done;
}

struct HashOptions {
    std::string model;
    std::optional<std::string> expectFile;
    bool json = false;
};

Result<int> hash(const HashOptions& options, std::stop_token stop) {
    AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(options.model));
    ProgressLine line;
    AUTOGLM_TRY(const model::FolderHashes hashes,
                model::hashFolder(
                    path, options.expectFile ? std::optional<std::filesystem::path>(*options.expectFile) : std::nullopt,
                    makeOpensslDigest, line.callback(), stop));
    line.clear();
    const double seconds = static_cast<double>(hashes.elapsedNs) * 1e-9;
    const double rate = seconds > 0 ? static_cast<double>(hashes.totalBytes) / seconds : 0;
    if (options.json) {
        Json files = Json::array();
        for (const model::FileHash& file : hashes.files) {
            Json entry = {{"name", file.name}, {"size_bytes", file.sizeBytes}, {"sha256", file.sha256}};
            entry["expected"] = file.expected ? Json(file.expected->hex) : Json(nullptr);
            entry["state"] = model::hashStateName(file.state);
            if (file.expected) entry["source"] = file.expected->source;
            if (file.actual != file.sha256) entry["git_sha1"] = file.actual;
            files.push_back(std::move(entry));
        }
        AUTOGLM_CHECK(printJson({{"files", std::move(files)}, {"rate_bytes_per_s", rate}}));
    } else {
        for (const model::FileHash& file : hashes.files) {
            std::printf("%-8s  %s  %s  %s\n", model::hashStateName(file.state), file.actual.c_str(),
                        formatBytes(file.sizeBytes).c_str(), file.name.c_str());
            if (file.state == model::HashState::Mismatch)
                std::printf("          %s  expected by %s\n", file.expected->hex.c_str(),
                            file.expected->source.c_str());
        }
        std::printf("%s hashed at %s/s\n", formatBytes(hashes.totalBytes).c_str(),
                    formatBytes(static_cast<std::uint64_t>(rate)).c_str());
    }
    for (const model::FileHash& file : hashes.files)
        if (file.state == model::HashState::Mismatch)
            std::fprintf(
                stderr, "autoglm: '%s' is not the expected file: expected %s (%s), found %s; download it again\n",
                file.name.c_str(), file.expected->hex.c_str(), file.expected->source.c_str(), file.actual.c_str());
    return hashes.hasMismatch() ? CheckFailed : Done;
}

struct MakeOptions {
    std::string config;
    std::string out;
    std::uint64_t seed = 0;
    std::string dtype = "bf16";
    bool json = false;
};

/// A folder, or the name of a shipped configuration.
Result<std::filesystem::path> configFolderOf(const std::string& name) {
    std::error_code ignored;
    if (std::filesystem::exists(name, ignored)) return name;
    if (const auto shipped = model::shippedConfig(name)) return *shipped;
    return fail(ErrorCode::NotFound,
                concat("'", name, "' is neither a folder nor a shipped configuration; those are ",
                       join(model::shippedConfigNames(), ", ")),
                name);
}

Result<int> makeModel(const MakeOptions& options, std::stop_token stop) {
    AUTOGLM_TRY(const std::filesystem::path config, configFolderOf(options.config));
    const auto precision = model::parsePrecision(options.dtype);
    if (!precision || model::makeScheme(*precision).isQuantized())
        return fail(
            ErrorCode::InvalidArgument,
            "weights are made as fp32, fp16 or bf16, not as '" + options.dtype + "'; they are quantized while loading",
            "--dtype");
    ProgressLine line;
    AUTOGLM_TRY(const model::MadeModel made,
                model::makeModel(config, options.out, {options.seed, model::makeScheme(*precision).activation},
                                 makeOpensslDigest, line.callback(), stop));
    line.clear();
    if (options.json)
        AUTOGLM_CHECK(printJson({{"path", options.out},
                                 {"parameters", made.parameterCount},
                                 {"size_bytes", made.sizeBytes},
                                 {"files", made.fileCount}}));
    else
        std::printf("%s: %.1f M random parameters, %s in %zu file(s)\n", options.out.c_str(),
                    static_cast<double>(made.parameterCount) / 1e6, formatBytes(made.sizeBytes).c_str(),
                    made.fileCount);
    return Done;
}

}  // namespace

void addInspectCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<InspectOptions>();
    CLI::App* command = app.add_subcommand("inspect", "architecture, parameters, files, memory per precision");
    command
        ->add_option("MODEL", options->model,
                     "folder, 'demo', id in the Hugging Face cache, or a shipped configuration without weights: " +
                         join(model::shippedConfigNames(), ", "))
        ->required();
    command
        ->add_option("--context", options->context,
                     "tokens the memory is reckoned for (default: the model's, at most 4096)")
        ->check(wholeNumber(1));
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback([&context, options] { context.run = [options] { return inspect(*options); }; });
}

void addHashCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<HashOptions>();
    CLI::App* command = app.add_subcommand("hash", "SHA-256 of every weight file against what is expected");
    command->add_option("MODEL", options->model, "folder, 'demo', or id in the Hugging Face cache")->required();
    command->add_option("--expect", options->expectFile, "expected hashes: a SHA256SUMS file or a JSON manifest")
        ->check(someText("a file"));
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return hash(*options, stop); }; });
}

void addMakeModelCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<MakeOptions>();
    CLI::App* command = app.add_subcommand(
        "make-model", "random weights for a config.json, to measure the speed and memory of a shape");
    command
        ->add_option("CONFIG_DIR", options->config,
                     "folder with a config.json, or a shipped one: " + join(model::shippedConfigNames(), ", "))
        ->required();
    command->add_option("OUT", options->out, "folder to write")->required()->check(someText("a folder"));
    command->add_option("--seed", options->seed, "same seed, same weights")
        ->check(wholeNumber(0, std::numeric_limits<std::uint64_t>::max()))
        ->capture_default_str();
    command->add_option("--dtype", options->dtype, "fp32, fp16 or bf16")
        ->check(someText("fp32, fp16 or bf16"))
        ->capture_default_str();
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return makeModel(*options, stop); }; });
}

}  // namespace autoglm::cli
