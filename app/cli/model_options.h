// The options that every command with a model shares, and the model loaded by them: folder opened, memory checked
// against the ledger, engine module opened, weights verified while loading. Main thread.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/base/openssl_digest.h"
#include "core/engine/engine.h"
#include "core/evaluate/memory_check.h"
#include "core/text/tokenizer.h"

namespace autoglm::cli {

struct ModelOptions {
    std::string model;
    std::string precision;    ///< empty: as the weights are stored
    std::string activations;  ///< of a quantized precision; empty: its default
    std::string device = "cpu";
    int threads = 0;
    bool allowMismatch = false;
    bool force = false;
    std::optional<std::string> expectFile;
    DigestFactory digests = rememberingDigests();  ///< of the command, so that no file is hashed twice
};

/// Adds MODEL, --device, --threads, --allow-mismatch, --force, --expect.
void addModelOptions(CLI::App& command, ModelOptions& options);
/// Adds --precision and --activations.
void addPrecisionOption(CLI::App& command, ModelOptions& options);

/// A name, whose meaning is the core's to check.
CLI::Validator somePrecision();

/// "1,2,3" or JSON "[1,2,3]", "" and "[]" none; InvalidArgument naming the part that is no id.
Result<std::vector<engine::TokenId>> parseIds(const std::string& text, const std::string& option);

/// The same where none is too few.
Result<std::vector<engine::TokenId>> someIds(const std::string& text, const std::string& option);

/// Resolves MODEL and opens the folder.
Result<model::ModelFolderPtr> openModel(const ModelOptions& options);

/// The scheme of --precision; without it the precision the weights are stored in.
Result<model::Scheme> chosenScheme(const ModelOptions& options, const model::ModelFolder& folder);

engine::MismatchPolicy mismatchPolicy(const ModelOptions& options);
evaluate::MemoryPolicy memoryPolicy(const ModelOptions& options);

struct LoadedForCommand {
    model::ModelFolderPtr folder;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<engine::LoadedModel> model;
};

/// `contextLength`: tokens of KV cache the command will ask for, counted in the memory check. Warnings go to standard
/// error.
Result<LoadedForCommand> loadModel(const ModelOptions& options, const model::ModelFolderPtr& folder,
                                   std::int64_t contextLength, std::stop_token stop);

/// Names the option that loads weights which are not the expected ones.
Error withMismatchHint(const Error& error);

/// What a result says of the weights that it comes from: "scheme", "weights_verified", "hash_mismatch_overridden".
Json provenanceJson(const engine::LoadedModel& model);
/// The same in text, to be added to a line: empty where there is nothing to say.
std::string mismatchRemark(const engine::LoadReport& report);

/// What a load found wrong with the weights, on standard error.
void printWarnings(const std::vector<std::string>& warnings);

}  // namespace autoglm::cli
