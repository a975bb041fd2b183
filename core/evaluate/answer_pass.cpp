#include "core/evaluate/answer_pass.h"

#include <algorithm>
#include <utility>

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

/// An answer as it is shown: the text, or the ids where there is no tokenizer, and what each token added to it.
struct Shown {
    std::string text;
    std::vector<std::string> pieces;
};

Shown shown(const engine::GenerationResult& answer, std::vector<std::string> pieces, const ComparisonPlan& plan) {
    if (plan.tokenizer) return {.text = answer.text, .pieces = std::move(pieces)};
    Shown ids;
    for (const engine::TokenId id : answer.tokenIds)
        ids.pieces.push_back((ids.pieces.empty() ? "" : " ") + std::to_string(id));
    ids.text = join(ids.pieces, "");
    return ids;
}

/// Where token `index` stands. A token that finishes no character is shown with the ones that do.
std::optional<TextSpan> spanOf(const Shown& answer, const std::optional<std::int64_t>& index) {
    if (!index) return std::nullopt;
    TextSpan span;
    std::size_t i = 0;
    for (; i < answer.pieces.size() && std::cmp_less(i, *index); ++i)
        span.begin += answer.pieces[i].size();
    span.begin = std::min(span.begin, answer.text.size());
    while (i < answer.pieces.size() && answer.pieces[i].empty())
        ++i;
    span.end = i < answer.pieces.size() ? std::min(span.begin + answer.pieces[i].size(), answer.text.size())
                                        : answer.text.size();
    return span;
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
        std::vector<std::string> pieces[2];
        const auto ask = [&](Arm& arm, std::size_t index) {
            const auto onToken = [&](const engine::TokenEvent& event) {
                pieces[index].push_back(event.text);
                if (callbacks.answerToken) callbacks.answerToken(index, i, event);
            };
            return answer(arm, plan, prompt.ids, plan.answerTokens, onToken, stop);
        };
        AUTOGLM_TRY(const engine::GenerationResult fromA, ask(a, 0));
        AUTOGLM_TRY(const engine::GenerationResult fromB, ask(b, 1));
        const Shown shownA = shown(fromA, std::move(pieces[0]), plan);
        const Shown shownB = shown(fromB, std::move(pieces[1]), plan);
        const auto different = firstDivergence(fromA.tokenIds, fromB.tokenIds);
        answers.push_back({.prompt = prompt.text,
                           .promptIds = prompt.ids,
                           .a = shownA.text,
                           .b = shownB.text,
                           .idsA = fromA.tokenIds,
                           .idsB = fromB.tokenIds,
                           .firstDivergence = different,
                           .differenceA = spanOf(shownA, different),
                           .differenceB = spanOf(shownB, different)});
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
