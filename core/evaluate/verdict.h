// The conclusion of a comparison: every budget held against its interval, and what to tell people in sentences.
// Pure; any thread. A budget nobody asked for and nothing was measured for is left out, but for those of quality where
// the models' tokens cannot be compared: they are inconclusive. A run that was stopped never passes, and none of its
// budgets does in a void one, which says so in its first sentence. Difference and budget are two things: a budget goes
// by where the interval lies against the limit, the sentences about speed follow the difference; where both seem to say
// something else, the budget's reason says why both hold. Sentences: the conclusion, what is doubtful of it, why the
// run did not pass (budgets that failed, that it was stopped), then the rest.
#pragma once

#include <optional>
#include <vector>

#include "core/evaluate/comparison_result.h"

namespace autoglm::evaluate {

/// The quantity of a budget as `result` holds it; absent where it was not measured.
std::optional<BudgetValue> budgetValue(BudgetName name, const ComparisonResult& result);

/// That a model which knows nothing of the text would do as well: giving every token the same probability makes the
/// size of the vocabulary the perplexity. Empty where `found` is better, or the size unknown (0).
std::string guessSentence(const std::string& whose, const PerplexityEstimate& found, std::int64_t vocabSize);

Verdict makeVerdict(const ComparisonResult& result, const std::vector<Budget>& budgets);

}  // namespace autoglm::evaluate
