// Greedy answers of both arms, with the end of sequence heeded: side by side for the prompts, counted for the tasks.
// Engine thread. Cancelled keeps whole pairs.
#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/evaluate/arm.h"

namespace autoglm::evaluate {

/// Index of the first different token, the shorter length where one continues the other; absent where equal.
std::optional<std::int64_t> firstDivergence(std::span<const engine::TokenId> a, std::span<const engine::TokenId> b);

/// The same of two texts: index of the first different character.
std::optional<std::int64_t> firstDifferentCharacter(std::string_view a, std::string_view b);

/// Appends to `answers`, one pair per prompt.
Status runAnswers(Arm& a, Arm& b, const ComparisonPlan& plan, const ComparisonCallbacks& callbacks,
                  ProgressTracker& progress, std::vector<AnswerPair>& answers, std::stop_token stop);

/// Appends to `outcomes`, one per task.
Status runTasks(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress,
                std::vector<TaskOutcome>& outcomes, std::stop_token stop);

}  // namespace autoglm::evaluate
