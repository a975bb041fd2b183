// The document of a paired comparison: what `autoglm compare --json` prints, the history keeps and every report is made
// from. Pure; any thread. Keys are stable: added to, never renamed. SI units stand in the keys; unknown is absent; raw
// samples are kept (token_ns: nanoseconds of each token's delivery after submission). Shares are 0 to 1, except in
// verdict.budgets, whose value and limit are in the budget's own unit. noise_floor is relative: ratios within 1 ±
// noise_floor are noise.
#pragma once

#include "core/base/json.h"
#include "core/evaluate/comparison_result.h"

namespace autoglm::report {

Json comparisonToJson(const evaluate::ComparisonResult& result);

}  // namespace autoglm::report
