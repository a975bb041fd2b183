#include "app/cli/run_requests.h"

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::cli {

engine::GenerationParameters parametersOf(const RunOptions& options, const model::ModelFolder& folder) {
    engine::GenerationParameters out = engine::defaultParameters(folder);
    out.sampling.temperature = options.temperature.value_or(out.sampling.temperature);
    out.sampling.topK = options.topK.value_or(out.sampling.topK);
    out.sampling.topP = options.topP.value_or(out.sampling.topP);
    out.sampling.minP = options.minP.value_or(out.sampling.minP);
    out.sampling.repetitionPenalty = options.repetitionPenalty.value_or(out.sampling.repetitionPenalty);
    out.sampling.frequencyPenalty = options.frequencyPenalty;
    out.sampling.presencePenalty = options.presencePenalty;
    out.sampling.seed = options.seed;
    out.maxTokens = options.maxTokens.value_or(out.maxTokens);
    out.stopStrings = options.stopStrings;
    out.eos = options.ignoreEos ? engine::EosHandling::Ignore : engine::EosHandling::Stop;
    return out;
}

Result<std::vector<engine::TokenId>> conversationIds(const RunTools& tools, const text::Conversation& conversation) {
    AUTOGLM_TRY(const std::string rendered,
                tools.chat->render(conversation.messages, {.variables = conversation.variables}));
    return tools.tokenizer->encode(rendered, {text::AddSpecial::No, text::ParseSpecial::Yes});
}

Result<std::vector<engine::TokenId>> promptIds(const RunOptions& options, const RunTools& tools,
                                               const std::string& prompt, const std::string& subject) {
    if (options.raw) return tools.tokenizer->encode(prompt);
    if (trim(prompt).empty())
        return fail(ErrorCode::InvalidArgument, "the prompt is empty; give some text, or --ids", subject);
    text::Conversation conversation;
    if (!options.system.empty()) conversation.messages.push_back({"system", options.system});
    conversation.messages.push_back({"user", prompt});
    return conversationIds(tools, conversation);
}

Result<std::int64_t> contextFor(const RunOptions& options, const model::ModelFolder& folder,
                                const std::vector<engine::TokenId>& ids, const std::string& subject) {
    const std::int64_t longest = folder.config.maxPositions;
    const auto promptTokens = static_cast<std::int64_t>(ids.size());
    if (ids.empty()) return fail(ErrorCode::InvalidArgument, "the prompt is empty; give some text, or --ids", subject);
    if (promptTokens >= longest)
        return fail(ErrorCode::InvalidArgument,
                    concat("the prompt (", subject, ") has ", promptTokens, " tokens; this model's context holds ",
                           longest, " with the answer; shorten it"),
                    subject);
    return std::min(longest, promptTokens + parametersOf(options, folder).maxTokens);
}

Result<engine::GenerationResult> answer(const RunOptions& options, const RunTools& tools,
                                        const std::vector<engine::TokenId>& ids, const engine::TokenCallback& onToken,
                                        std::stop_token stop) {
    AUTOGLM_TRY(const std::int64_t context, contextFor(options, *tools.loaded.folder, ids, "prompt"));
    AUTOGLM_TRY(const std::unique_ptr<engine::Session> session, tools.loaded.model->createSession({context, 1}));
    return engine::generate(*session, tools.tokenizer ? &*tools.tokenizer : nullptr, ids,
                            parametersOf(options, *tools.loaded.folder), onToken, stop, nowNs());
}

Json resultJson(const engine::GenerationResult& result, const RunTools& tools) {
    const auto numberOrNull = [](const std::optional<double>& value) {
        return value ? finiteOrNull(*value) : Json(nullptr);
    };
    Json out = {{"text", result.text},
                {"token_ids", result.tokenIds},
                {"prompt_tokens", result.promptTokens},
                {"completion_tokens", result.tokenIds.size()},
                {"finish_reason", engine::finishReasonName(result.finish)},
                {"ttft_s", numberOrNull(result.ttftSeconds())},
                {"tpot_s", numberOrNull(result.tpotSeconds())},
                {"decode_rate_tok_per_s", numberOrNull(result.decodeRateTokensPerSecond())},
                {"itl_ns", result.itlNs()},
                {"device", tools.loaded.model->device()},
                {"non_finite_steps", result.nonFiniteSteps}};
    out.update(provenanceJson(*tools.loaded.model));
    return out;
}

}  // namespace autoglm::cli
