// run: answer a prompt, a list of ids, or every line of a file; streams to the terminal or prints one JSON document.
#include <cstdio>

#include "app/cli/model_options.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/engine/generate.h"
#include "core/text/chat_template.h"

namespace autoglm::cli {
namespace {

using model::ModelFolder;

struct RunOptions {
    ModelOptions model;
    std::optional<std::string> prompt;
    std::optional<std::string> ids;
    std::optional<std::string> batch;
    std::string system;
    bool raw = false;
    bool ignoreEos = false;
    bool json = false;
    std::int64_t maxTokens = 512;
    std::optional<double> temperature, topP, minP, repetitionPenalty;
    double frequencyPenalty = 0;
    double presencePenalty = 0;
    std::optional<std::int64_t> topK;
    std::uint64_t seed = 0;
    std::vector<std::string> stopStrings;
};

/// What the command works with; the texts' parts are absent where only ids are given and the folder has none.
struct Tools {
    LoadedForCommand loaded;
    std::optional<text::Tokenizer> tokenizer;
    std::optional<text::ChatTemplate> chat;
};

engine::GenerationParameters parametersOf(const RunOptions& options, const ModelFolder& folder) {
    engine::GenerationParameters out = engine::defaultParameters(folder);
    out.sampling.temperature = options.temperature.value_or(out.sampling.temperature);
    out.sampling.topK = options.topK.value_or(out.sampling.topK);
    out.sampling.topP = options.topP.value_or(out.sampling.topP);
    out.sampling.minP = options.minP.value_or(out.sampling.minP);
    out.sampling.repetitionPenalty = options.repetitionPenalty.value_or(out.sampling.repetitionPenalty);
    out.sampling.frequencyPenalty = options.frequencyPenalty;
    out.sampling.presencePenalty = options.presencePenalty;
    out.sampling.seed = options.seed;
    out.maxTokens = options.maxTokens;
    out.stopStrings = options.stopStrings;
    out.eos = options.ignoreEos ? engine::EosHandling::Ignore : engine::EosHandling::Stop;
    return out;
}

Result<std::vector<engine::TokenId>> promptIds(const RunOptions& options, const Tools& tools,
                                               std::vector<text::Message> messages, const std::string& prompt,
                                               const std::string& subject) {
    if (options.raw) return tools.tokenizer->encode(prompt);
    if (messages.empty()) {
        if (trim(prompt).empty())
            return fail(ErrorCode::InvalidArgument, "the prompt is empty; give some text, or --ids", subject);
        if (!options.system.empty()) messages.push_back({"system", options.system});
        messages.push_back({"user", prompt});
    }
    AUTOGLM_TRY(const std::string rendered, tools.chat->render(messages));
    return tools.tokenizer->encode(rendered, {text::AddSpecial::No, text::ParseSpecial::Yes});
}

/// Tokens of context that a prompt and its answer take; InvalidArgument where it is empty or the context is too short
/// for it.
Result<std::int64_t> contextFor(const RunOptions& options, const ModelFolder& folder,
                                const std::vector<engine::TokenId>& ids, const std::string& subject) {
    const std::int64_t longest = folder.config.maxPositions;
    const auto promptTokens = static_cast<std::int64_t>(ids.size());
    if (ids.empty()) return fail(ErrorCode::InvalidArgument, "the prompt is empty; give some text, or --ids", subject);
    if (promptTokens >= longest)
        return fail(ErrorCode::InvalidArgument,
                    concat("the prompt (", subject, ") has ", promptTokens, " tokens; this model's context holds ",
                           longest, " with the answer; shorten it"),
                    subject);
    return std::min(longest, promptTokens + options.maxTokens);
}

Result<engine::GenerationResult> answer(const RunOptions& options, const Tools& tools,
                                        const std::vector<engine::TokenId>& ids, const engine::TokenCallback& onToken,
                                        std::stop_token stop) {
    const std::int64_t context =
        std::min(tools.loaded.folder->config.maxPositions, std::ssize(ids) + options.maxTokens);
    AUTOGLM_TRY(const std::unique_ptr<engine::Session> session, tools.loaded.model->createSession({context, 1}));
    return engine::generate(*session, tools.tokenizer ? &*tools.tokenizer : nullptr, ids,
                            parametersOf(options, *tools.loaded.folder), onToken, stop, nowNs());
}

Json resultJson(const engine::GenerationResult& result, const Tools& tools) {
    const auto numberOrNull = [](const std::optional<double>& value) {
        return value ? finiteOrNull(*value) : Json(nullptr);
    };
    return {{"text", result.text},
            {"token_ids", result.tokenIds},
            {"prompt_tokens", result.promptTokens},
            {"completion_tokens", result.tokenIds.size()},
            {"finish_reason", engine::finishReasonName(result.finish)},
            {"ttft_s", numberOrNull(result.ttftSeconds())},
            {"tpot_s", numberOrNull(result.tpotSeconds())},
            {"decode_rate_tok_per_s", numberOrNull(result.decodeRateTokensPerSecond())},
            {"itl_ns", result.itlNs()},
            {"scheme", tools.loaded.model->scheme().describe()},
            {"device", tools.loaded.model->device()},
            {"weights_verified", tools.loaded.model->report().isVerified()},
            {"non_finite_steps", result.nonFiniteSteps}};
}

void printSummary(const engine::GenerationResult& result, const Tools& tools) {
    const auto ttft = result.ttftSeconds();
    const auto rate = result.decodeRateTokensPerSecond();
    const engine::LoadReport& report = tools.loaded.model->report();
    std::string remarks = report.hasMismatch()  ? ", WEIGHTS NOT AS PUBLISHED"
                          : report.isVerified() ? ""
                                                : ", weights not verified: no expected hashes";
    if (result.nonFiniteSteps > 0)
        remarks += concat(", VOID: ", result.nonFiniteSteps, " steps held NaN or infinite values");
    std::fprintf(stderr, "[%lld tokens in, %zu out, first after %s, %s tokens/s, %s, %s%s]\n",
                 static_cast<long long>(result.promptTokens), result.tokenIds.size(),
                 ttft ? formatDurationNs(static_cast<std::int64_t>(*ttft * 1e9)).c_str() : "-",
                 rate ? fixed(*rate, 1).c_str() : "-", tools.loaded.model->scheme().describe().c_str(),
                 engine::finishReasonName(result.finish), remarks.c_str());
}

Result<int> runOne(const RunOptions& options, const Tools& tools, const std::vector<engine::TokenId>& ids,
                   std::stop_token stop) {
    // Whoever reads may leave: then nobody needs the rest.
    std::stop_source unread;
    const std::stop_callback interrupted(stop, [&unread] { unread.request_stop(); });
    const auto stream = [&](const engine::TokenEvent& token) {
        if (options.json) return;
        std::fputs(tools.tokenizer ? token.text.c_str() : concat(token.id, " ").c_str(), stdout);
        if (std::fflush(stdout) != 0) unread.request_stop();
    };
    AUTOGLM_TRY(const engine::GenerationResult result, answer(options, tools, ids, stream, unread.get_token()));
    if (options.json) {
        AUTOGLM_CHECK(printJson(resultJson(result, tools)));
    } else {
        std::puts("");
        printSummary(result, tools);
    }
    if (stop.stop_requested() && result.finish == engine::FinishReason::Cancelled) return Interrupted;
    return result.nonFiniteSteps > 0 ? CheckFailed : Done;
}

/// One line of a batch, or the only question; `ids` is what the model is given.
struct Request {
    Json id;
    std::string prompt;  ///< empty where `ids` or messages were given
    std::vector<engine::TokenId> ids;
};

/// {"prompt": "..."} or {"messages": [...]}, with an optional "id".
Result<Request> parseBatchLine(const RunOptions& options, const Tools& tools, const std::string& line,
                               const std::string& subject) {
    AUTOGLM_TRY(const Json json, parseJson(line, subject));
    Request out;
    std::vector<text::Message> messages;
    if (json.is_object() && json.contains("id")) out.id = json["id"];
    if (json.is_object() && json.contains("messages")) {
        if (options.raw)
            return fail(ErrorCode::InvalidArgument,
                        subject + " has \"messages\", which need the chat template; leave --raw out", subject);
        AUTOGLM_TRY(messages, text::parseMessages(json["messages"].dump(), subject));
    } else if (json.is_object() && json.contains("prompt") && json["prompt"].is_string()) {
        out.prompt = json["prompt"].get<std::string>();
    } else {
        return fail(ErrorCode::InvalidArgument, subject + " has neither a \"prompt\" text nor \"messages\"", subject);
    }
    AUTOGLM_TRY(out.ids, promptIds(options, tools, std::move(messages), out.prompt, subject));
    return out;
}

Result<std::vector<Request>> parseBatch(const RunOptions& options, const Tools& tools, const ModelFolder& folder) {
    AUTOGLM_TRY(const std::string content, readTextFile(*options.batch));
    std::vector<Request> requests;
    const std::vector<std::string> lines = split(content, '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (trim(lines[i]).empty()) continue;
        const std::string subject = concat(*options.batch, ":", i + 1);
        AUTOGLM_TRY(Request request, parseBatchLine(options, tools, lines[i], subject));
        AUTOGLM_CHECK(contextFor(options, folder, request.ids, subject));
        if (request.id.is_null()) request.id = i + 1;
        requests.push_back(std::move(request));
    }
    return requests;
}

Result<int> runBatch(const RunOptions& options, const Tools& tools, const std::vector<Request>& requests,
                     std::stop_token stop) {
    for (const Request& request : requests) {
        AUTOGLM_TRY(const engine::GenerationResult result, answer(options, tools, request.ids, {}, stop));
        if (result.finish == engine::FinishReason::Cancelled) return Interrupted;
        Json row = {{"id", request.id}};
        if (!request.prompt.empty()) row["prompt"] = request.prompt;
        row.update(resultJson(result, tools));
        AUTOGLM_TRY(const std::string text, dumpJson(row, -1));
        std::puts(text.c_str());
        std::fflush(stdout);
    }
    return Done;
}

/// What is asked, made ready and checked without the weights.
Result<std::vector<Request>> prepareRequests(const RunOptions& options, Tools& tools, const ModelFolder& folder) {
    if (Result<text::Tokenizer> tokenizer = text::Tokenizer::load(folder.path))
        tools.tokenizer = std::move(*tokenizer);
    else if (!options.ids)
        return fail(tokenizer.error());
    if (!options.raw && !options.ids) {
        AUTOGLM_TRY(tools.chat, text::ChatTemplate::load(folder.path));
    }
    if (options.batch) return parseBatch(options, tools, folder);
    Request request;
    if (options.ids) {
        AUTOGLM_TRY(request.ids, parseIds(*options.ids, "--ids"));
    } else {
        AUTOGLM_TRY(request.ids, promptIds(options, tools, {}, *options.prompt, "--prompt"));
    }
    AUTOGLM_CHECK(contextFor(options, folder, request.ids, options.ids ? "--ids" : "--prompt"));
    return std::vector{std::move(request)};
}

Result<int> run(const RunOptions& options, std::stop_token stop) {
    if (static_cast<int>(options.prompt.has_value()) + static_cast<int>(options.ids.has_value()) +
            static_cast<int>(options.batch.has_value()) !=
        1)
        return fail(ErrorCode::InvalidArgument, "give one of --prompt, --ids and --batch");
    AUTOGLM_TRY(const model::ModelFolderPtr folder, openModel(options.model));
    Tools tools;
    // What can be refused without the weights is refused before they are loaded.
    AUTOGLM_CHECK(engine::validate(parametersOf(options, *folder).sampling));
    AUTOGLM_TRY(const std::vector<Request> requests, prepareRequests(options, tools, *folder));
    std::int64_t context = 1;
    for (const Request& request : requests) {
        AUTOGLM_TRY(const std::int64_t needed, contextFor(options, *folder, request.ids, "--prompt"));
        context = std::max(context, needed);
    }
    AUTOGLM_TRY(tools.loaded, loadModel(options.model, folder, context, stop));
    return options.batch ? runBatch(options, tools, requests, stop)
                         : runOne(options, tools, requests.front().ids, stop);
}

}  // namespace

void addRunCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "answer a prompt; streams to the terminal");
    addModelOptions(*command, options->model);
    addPrecisionOption(*command, options->model);
    command->add_option("--prompt", options->prompt, "what to answer");
    command->add_option("--ids", options->ids, "token ids to continue, as they are");
    command->add_option("--batch", options->batch, "JSON lines of {\"prompt\"} or {\"messages\"}; answers JSON lines");
    command->add_flag("--raw", options->raw, "continue the text without the chat template");
    command->add_option("--system", options->system, "system message");
    command->add_option("--max-tokens", options->maxTokens, "at most this many tokens")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 24))
        ->capture_default_str();
    command->add_option("--temperature", options->temperature, "0 is greedy (default: the model's)");
    command->add_option("--top-p", options->topP, "smallest set of tokens with this much probability");
    command->add_option("--top-k", options->topK, "the k likeliest tokens; 0 is all");
    command->add_option("--min-p", options->minP, "tokens with at least this share of the likeliest one's probability");
    command->add_option("--repetition-penalty", options->repetitionPenalty, "above 1 discourages tokens already there");
    command->add_option("--frequency-penalty", options->frequencyPenalty,
                        "-2 to 2; taken from a token's logit for every time it was generated")
        ->capture_default_str();
    command->add_option("--presence-penalty", options->presencePenalty,
                        "-2 to 2; taken from a token's logit once it was generated")
        ->capture_default_str();
    command->add_option("--seed", options->seed, "same seed, same text")->capture_default_str();
    command->add_option("--stop", options->stopStrings, "end before this text (may be repeated)");
    command->add_flag("--ignore-eos", options->ignoreEos, "go on after an end-of-sequence token");
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return run(*options, stop); }; });
}

}  // namespace autoglm::cli
