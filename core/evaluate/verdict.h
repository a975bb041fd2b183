// The conclusion of a comparison: every budget held against its interval, and what to tell people in sentences.
// Pure; any thread. A budget nobody asked for and nothing was measured for is left out, but for those of quality where
// the models' tokens cannot be compared: they are inconclusive. A run that was stopped or is void never passes; a void
// one says so in its first sentence. Difference and budget are two things: the sentences about speed follow the
// difference.
#pragma once

#include <optional>
#include <vector>

#include "core/evaluate/comparison_result.h"

namespace autoglm::evaluate {

/// The quantity of a budget as `result` holds it; absent where it was not measured.
std::optional<BudgetValue> budgetValue(BudgetName name, const ComparisonResult& result);

Verdict makeVerdict(const ComparisonResult& result, const std::vector<Budget>& budgets);

}  // namespace autoglm::evaluate
