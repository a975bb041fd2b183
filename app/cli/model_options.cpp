#include "app/cli/model_options.h"

#include <cstdio>

#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "core/base/system_info.h"
#include "core/base/text_format.h"
#include "core/engine/engine_module.h"
#include "core/model/ledger.h"

namespace autoglm::cli {

void addModelOptions(CLI::App& command, ModelOptions& options) {
    command.add_option("MODEL", options.model, "folder, 'demo', or id in the Hugging Face cache")->required();
    command.add_option("--device", options.device, "cpu or cuda:N")
        ->check(someText("cpu or cuda:N"))
        ->capture_default_str();
    command.add_option("--threads", options.threads, "CPU threads (default: physical cores)")
        ->check(wholeNumber(1, 1024));
    command.add_flag("--allow-mismatch", options.allowMismatch,
                     "run weights whose hash is not the expected one; results say so");
    command.add_flag("--force", options.force, "try even where the memory will not suffice");
    command.add_option("--expect", options.expectFile, "expected hashes: a SHA256SUMS file or a JSON manifest")
        ->check(someText("a file"));
}

CLI::Validator somePrecision() {
    return someText("one of " + join(model::precisionNames(), ", "));
}

void addPrecisionOption(CLI::App& command, ModelOptions& options) {
    command.add_option("--precision", options.precision, join(model::precisionNames(), ", ") + " (default: as stored)")
        ->check(somePrecision());
    command
        .add_option(
            "--activations", options.activations,
            "activations and KV cache of a quantized precision: fp32, fp16 or bf16, as in a comparison with that one")
        ->check(someText("fp32, fp16 or bf16"));
}

Result<std::vector<engine::TokenId>> parseIds(const std::string& text, const std::string& option) {
    std::string list(trim(text));
    if (list.starts_with('[') && list.ends_with(']')) list = list.substr(1, list.size() - 2);
    std::vector<engine::TokenId> ids;
    if (trim(list).empty()) return ids;
    for (const std::string& part : split(list, ',')) {
        const std::string number(trim(part));
        const auto value = parseUnsigned(number);
        if (!value || *value > 0x7FFFFFFF)
            return fail(
                ErrorCode::InvalidArgument,
                "'" + sanitizeUtf8(number) + "' is no token id; give numbers with commas between, for example 1,2,3",
                option);
        ids.push_back(static_cast<engine::TokenId>(*value));
    }
    return ids;
}

Result<std::vector<engine::TokenId>> someIds(const std::string& text, const std::string& option) {
    AUTOGLM_TRY(std::vector<engine::TokenId> ids, parseIds(text, option));
    if (ids.empty())
        return fail(ErrorCode::InvalidArgument, option + " is empty; at least one token id is needed", option);
    return ids;
}

Result<model::ModelFolderPtr> openModel(const ModelOptions& options) {
    AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(options.model));
    return model::openModelFolder(
        path, options.expectFile ? std::optional<std::filesystem::path>(*options.expectFile) : std::nullopt);
}

Result<model::Scheme> chosenScheme(const ModelOptions& options, const model::ModelFolder& folder) {
    if (!options.precision.empty()) {
        AUTOGLM_TRY(const model::Precision precision, model::parsePrecision(options.precision));
        const model::Scheme scheme = model::makeScheme(precision);
        if (options.activations.empty()) return scheme;
        AUTOGLM_TRY(const model::Precision activations, model::parsePrecision(options.activations));
        if (!scheme.isQuantized() || model::makeScheme(activations).isQuantized())
            return fail(ErrorCode::InvalidArgument,
                        "--activations goes with a quantized --precision, such as int8, and is fp32, fp16 or bf16",
                        "--activations");
        return model::makeScheme(precision, model::makeScheme(activations).activation);
    }
    if (!options.activations.empty())
        return fail(ErrorCode::InvalidArgument,
                    "--activations goes with a quantized --precision, such as int8, and is fp32, fp16 or bf16",
                    "--activations");
    switch (folder.config.storedDtype) {
        case model::DType::F16:
            return model::makeScheme(model::Precision::Fp16);
        case model::DType::BF16:
            return model::makeScheme(model::Precision::Bf16);
        default:
            return model::makeScheme(model::Precision::Fp32);
    }
}

engine::MismatchPolicy mismatchPolicy(const ModelOptions& options) {
    return options.allowMismatch ? engine::MismatchPolicy::AllowAndReport : engine::MismatchPolicy::Refuse;
}

evaluate::MemoryPolicy memoryPolicy(const ModelOptions& options) {
    return options.force ? evaluate::MemoryPolicy::Force : evaluate::MemoryPolicy::Refuse;
}

Result<LoadedForCommand> loadModel(const ModelOptions& options, const model::ModelFolderPtr& folder,
                                   std::int64_t contextLength, std::stop_token stop) {
    AUTOGLM_TRY(const model::Scheme scheme, chosenScheme(options, *folder));
    LoadedForCommand out;
    out.folder = folder;
    AUTOGLM_TRY(out.engine, engine::openDefaultEngine());
    const std::uint64_t needed = model::computeLedger(folder->config, scheme, contextLength).totalBytes();
    const auto freeBytes =
        options.device == "cpu" ? readAvailableMemory() : out.engine->memory(options.device).freeBytes;
    AUTOGLM_CHECK(evaluate::checkMemory(needed, freeBytes,
                                        concat("'", folder->name, "' in ", model::precisionTitle(scheme.precision)),
                                        options.device, memoryPolicy(options)));
    ProgressLine line;
    engine::LoadRequest request;
    request.folder = folder;
    request.scheme = scheme;
    request.device = options.device;
    request.threads = options.threads;
    request.mismatch = mismatchPolicy(options);
    request.digests = options.digests;
    request.progress = line.callback();
    auto model = out.engine->load(request, stop);
    line.clear();
    if (!model) return fail(withMismatchHint(model.error()));
    out.model = std::move(*model);
    printWarnings(out.model->report().warnings);
    return out;
}

Error withMismatchHint(const Error& error) {
    return error.code == ErrorCode::HashMismatch ? withHint(error, "--allow-mismatch runs it all the same") : error;
}

Json provenanceJson(const engine::LoadedModel& model) {
    return {{"scheme", model.scheme().describe()},
            {"weights_verified", model.report().isVerified()},
            {"hash_mismatch_overridden", model.report().hasMismatch()}};
}

std::string mismatchRemark(const engine::LoadReport& report) {
    return report.hasMismatch() ? ", WEIGHTS NOT AS PUBLISHED" : "";
}

void printWarnings(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
        std::fprintf(stderr, "autoglm: warning: %s\n", warning.c_str());
}

}  // namespace autoglm::cli
