#include "core/evaluate/answer_pass.h"

#include <algorithm>
#include <utility>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/base/utf8.h"
#include "core/evaluate/token_agreement.h"

namespace autoglm::evaluate {

namespace {

Result<engine::GenerationResult> answer(Arm& arm, std::span<const engine::TokenId> prompt, std::int64_t maxTokens,
                                        const engine::TokenCallback& onToken, std::stop_token stop) {
    AUTOGLM_CHECK(arm.session->truncate(0));
    engine::GenerationParameters parameters;
    parameters.maxTokens = maxTokens;
    parameters.eosIds = arm.setup.plan->folder->eosIds();
    const auto& tokenizer = arm.inputs().tokenizer;
    AUTOGLM_TRY(engine::GenerationResult result, engine::generate(*arm.session, tokenizer ? &*tokenizer : nullptr,
                                                                  prompt, parameters, onToken, stop, nowNs()));
    if (result.finish == engine::FinishReason::Cancelled) return fail(ErrorCode::Cancelled, "the answer was stopped");
    arm.nonFiniteSteps += result.nonFiniteSteps;
    return result;
}

/// An answer as it is shown: the text, or the ids where there is no tokenizer, and what each token added to it.
struct Shown {
    std::string text;
    std::vector<std::string> pieces;
};

Shown shown(const engine::GenerationResult& answer, std::vector<std::string> pieces, const Arm& arm) {
    if (arm.inputs().tokenizer) return {.text = answer.text, .pieces = std::move(pieces)};
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

/// The character that begins at `begin`; empty at the end of the text.
TextSpan characterAt(std::string_view in, std::size_t begin) {
    std::size_t end = std::min(begin + 1, in.size());
    while (end < in.size() && isContinuation(in[end]))
        ++end;
    return {begin, end};
}

void markFirstToken(AnswerPair& pair, const Shown& a, const Shown& b) {
    pair.firstDivergence = firstDivergence(pair.idsA, pair.idsB);
    pair.differenceA = spanOf(a, pair.firstDivergence);
    pair.differenceB = spanOf(b, pair.firstDivergence);
}

/// Where the arms' tokens do not mean the same.
void markFirstCharacter(AnswerPair& pair) {
    pair.comparedBy = AnswerUnit::Character;
    pair.firstDifferentCharacter = firstDifferentCharacter(pair.a, pair.b);
    if (pair.a == pair.b) return;
    const std::size_t same = commonPrefix(pair.a, pair.b);
    pair.differenceA = characterAt(pair.a, same);
    pair.differenceB = characterAt(pair.b, same);
}

}  // namespace

std::optional<std::int64_t> firstDivergence(std::span<const engine::TokenId> a, std::span<const engine::TokenId> b) {
    const auto different = std::ranges::mismatch(a, b);
    if (different.in1 == a.end() && different.in2 == b.end()) return std::nullopt;
    return different.in1 - a.begin();
}

std::optional<std::int64_t> firstDifferentCharacter(std::string_view a, std::string_view b) {
    if (a == b) return std::nullopt;
    return std::ranges::count_if(a.substr(0, commonPrefix(a, b)), [](char byte) { return !isContinuation(byte); });
}

Status runAnswers(Arm& a, Arm& b, const ComparisonPlan& plan, const ComparisonCallbacks& callbacks,
                  ProgressTracker& progress, std::vector<AnswerPair>& answers, std::stop_token stop) {
    const bool haveSame = haveSameTokens(a.inputs(), b.inputs());
    progress.begin("answers", plan.prompts.size(), "prompts");
    for (std::size_t i = 0; i < plan.prompts.size(); ++i) {
        std::vector<std::string> pieces[2];
        const auto ask = [&](Arm& arm, std::size_t index) {
            const auto onToken = [&](const engine::TokenEvent& event) {
                pieces[index].push_back(event.text);
                if (callbacks.answerToken) callbacks.answerToken(index, i, event);
            };
            return answer(arm, arm.inputs().prompts[i], plan.answerTokens, onToken, stop);
        };
        AUTOGLM_TRY(const engine::GenerationResult fromA, ask(a, 0));
        AUTOGLM_TRY(const engine::GenerationResult fromB, ask(b, 1));
        const Shown shownA = shown(fromA, std::move(pieces[0]), a);
        const Shown shownB = shown(fromB, std::move(pieces[1]), b);
        AnswerPair pair{.prompt = plan.prompts[i],
                        .promptIds = a.inputs().prompts[i],
                        .a = shownA.text,
                        .b = shownB.text,
                        .idsA = fromA.tokenIds,
                        .idsB = fromB.tokenIds,
                        .firstDivergence = {},
                        .promptIdsB = b.inputs().prompts[i]};
        if (haveSame)
            markFirstToken(pair, shownA, shownB);
        else
            markFirstCharacter(pair);
        answers.push_back(std::move(pair));
        progress.advance(i + 1, plan.prompts[i]);
    }
    return {};
}

Status runTasks(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress,
                std::vector<TaskOutcome>& outcomes, std::stop_token stop) {
    progress.begin("tasks", plan.tasks.size(), "tasks");
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
        const auto isRight = [&](Arm& arm) -> Result<bool> {
            const PreparedTask& task = arm.inputs().tasks[i];
            AUTOGLM_TRY(const engine::GenerationResult given, answer(arm, task.ids, task.maxTokens, {}, stop));
            return isExactMatch(given.text, plan.tasks[i].answer);
        };
        AUTOGLM_TRY(const bool correctA, isRight(a));
        AUTOGLM_TRY(const bool correctB, isRight(b));
        outcomes.push_back({.correctA = correctA, .correctB = correctB});
        progress.advance(i + 1, {});
    }
    return {};
}

}  // namespace autoglm::evaluate
