// What 'run' asks a model and how one request is answered; run_command.cpp and run_batch.cpp put requests together.
// Main thread; plain values.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/model_options.h"
#include "core/engine/generate.h"
#include "core/text/chat_template.h"

namespace autoglm::cli {

struct RunOptions {
    ModelOptions model;
    std::optional<std::string> prompt;
    std::optional<std::string> ids;
    std::optional<std::string> batch;
    std::optional<std::string> output;
    std::int64_t parallel = 4;
    std::string system;
    bool raw = false;
    bool ignoreEos = false;
    bool json = false;
    std::optional<std::int64_t> maxTokens;
    std::optional<double> temperature, topP, minP, repetitionPenalty;
    double frequencyPenalty = 0;
    double presencePenalty = 0;
    std::optional<std::int64_t> topK;
    std::uint64_t seed = 0;
    std::vector<std::string> stopStrings;
};

/// What the command works with; the texts' parts are absent where only ids are given and the folder has none.
struct RunTools {
    LoadedForCommand loaded;
    std::optional<text::Tokenizer> tokenizer;
    std::optional<text::ChatTemplate> chat;
};

/// `ids` is what the model is given.
struct Request {
    Json id;
    std::string prompt;  ///< empty where ids or messages were given
    std::vector<engine::TokenId> ids;
};

engine::GenerationParameters parametersOf(const RunOptions& options, const model::ModelFolder& folder);

/// The ids of `prompt`, raw or as a question in the chat template.
Result<std::vector<engine::TokenId>> promptIds(const RunOptions& options, const RunTools& tools,
                                               const std::string& prompt, const std::string& subject);
Result<std::vector<engine::TokenId>> conversationIds(const RunTools& tools, const text::Conversation& conversation);

/// Tokens of context that a prompt and its answer take; InvalidArgument where it is empty or the context is too short
/// for it.
Result<std::int64_t> contextFor(const RunOptions& options, const model::ModelFolder& folder,
                                const std::vector<engine::TokenId>& ids, const std::string& subject);

/// Answers one request in a session of its own.
Result<engine::GenerationResult> answer(const RunOptions& options, const RunTools& tools,
                                        const std::vector<engine::TokenId>& ids, const engine::TokenCallback& onToken,
                                        std::stop_token stop);

Json resultJson(const engine::GenerationResult& result, const RunTools& tools);

/// One line of a batch: a request, or why there is none.
struct BatchLine {
    Json id;
    std::size_t number = 0;  ///< in the file, from 1
    Result<Request> request;
};

struct Batch {
    std::vector<BatchLine> lines;
    std::optional<std::uintmax_t> tornAt;  ///< of --output: where a row begins that an interrupt tore
};

/// The lines of --batch without those that --output holds an answer to. Errors are those of the files themselves.
Result<Batch> readBatch(const RunOptions& options, const RunTools& tools, const model::ModelFolder& folder,
                        std::stop_token stop);

/// How many lines are answered at once.
std::int64_t sequencesFor(const RunOptions& options, const model::ModelFolder& folder,
                          const std::vector<BatchLine>& lines);

/// Answers the lines, sequencesFor() at once in `contextTokens` each; each row is written when it and those before
/// it are finished.
Result<int> runBatch(const RunOptions& options, const RunTools& tools, const Batch& batch, std::int64_t contextTokens,
                     std::stop_token stop);

}  // namespace autoglm::cli
