#include "core/evaluate/answer_pass.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

Result<engine::GenerationResult> answer(Arm& arm, const ComparisonPlan& plan, std::span<const engine::TokenId> prompt,
                                        std::int64_t maxTokens, const engine::TokenCallback& onToken,
                                        std::stop_token stop) {
    AUTOGLM_CHECK(arm.session->truncate(0));
    engine::GenerationParameters parameters;
    parameters.maxTokens = maxTokens;
    parameters.eosIds = plan.folder->eosIds();
    AUTOGLM_TRY(engine::GenerationResult result,
                engine::generate(*arm.session, plan.tokenizer ? &*plan.tokenizer : nullptr, prompt, parameters, onToken,
                                 stop, nowNs()));
    if (result.finish == engine::FinishReason::Cancelled) return fail(ErrorCode::Cancelled, "the answer was stopped");
    arm.nonFiniteSteps += result.nonFiniteSteps;
    return result;
}

/// The text, or the ids where there is no tokenizer.
std::string shown(const engine::GenerationResult& answer, const ComparisonPlan& plan) {
    if (plan.tokenizer) return answer.text;
    std::vector<std::string> ids;
    for (const engine::TokenId id : answer.tokenIds)
        ids.push_back(std::to_string(id));
    return join(ids, " ");
}

}  // namespace

std::optional<std::int64_t> firstDivergence(std::span<const engine::TokenId> a, std::span<const engine::TokenId> b) {
    const auto different = std::ranges::mismatch(a, b);
    if (different.in1 == a.end() && different.in2 == b.end()) return std::nullopt;
    return different.in1 - a.begin();
}

Status runAnswers(Arm& a, Arm& b, const ComparisonPlan& plan, const ComparisonCallbacks& callbacks,
                  ProgressTracker& progress, std::vector<AnswerPair>& answers, std::stop_token stop) {
    progress.begin("answers", plan.prompts.size(), "prompts");
    for (std::size_t i = 0; i < plan.prompts.size(); ++i) {
        const PreparedPrompt& prompt = plan.prompts[i];
        const auto ask = [&](Arm& arm, std::size_t index) {
            const auto onToken = [&](const engine::TokenEvent& event) {
                if (callbacks.answerToken) callbacks.answerToken(index, i, event);
            };
            return answer(arm, plan, prompt.ids, plan.answerTokens, onToken, stop);
        };
        AUTOGLM_TRY(const engine::GenerationResult fromA, ask(a, 0));
        AUTOGLM_TRY(const engine::GenerationResult fromB, ask(b, 1));
        answers.push_back({.prompt = prompt.text,
                           .promptIds = prompt.ids,
                           .a = shown(fromA, plan),
                           .b = shown(fromB, plan),
                           .idsA = fromA.tokenIds,
                           .idsB = fromB.tokenIds,
                           .firstDivergence = firstDivergence(fromA.tokenIds, fromB.tokenIds)});
        progress.advance(i + 1, prompt.text);
    }
    return {};
}

Status runTasks(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress,
                std::vector<TaskOutcome>& outcomes, std::stop_token stop) {
    progress.begin("tasks", plan.tasks.size(), "tasks");
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
        const auto& [ids, maxTokens] = plan.preparedTasks[i];
        AUTOGLM_TRY(const engine::GenerationResult fromA, answer(a, plan, ids, maxTokens, {}, stop));
        AUTOGLM_TRY(const engine::GenerationResult fromB, answer(b, plan, ids, maxTokens, {}, stop));
        outcomes.push_back({.correctA = isExactMatch(fromA.text, plan.tasks[i].answer),
                            .correctB = isExactMatch(fromB.text, plan.tasks[i].answer)});
        progress.advance(i + 1, {});
    }
    return {};
}

}  // namespace autoglm::evaluate
