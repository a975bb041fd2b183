// Whether two arms mean the same by a token, so that they can be held against each other position by position. Pure;
// any thread.
#pragma once

#include <string>

#include "core/evaluate/comparison.h"

namespace autoglm::evaluate {

/// Every id stands for the same token in both; also where neither has a tokenizer and both get the same ids.
bool haveSameTokens(const ArmInputs& a, const ArmInputs& b);

/// Why the distributions of the arms at the positions of the text cannot be compared, as a clause; empty where they
/// can: same tokens, the text cut into the same ones, and logits of one width.
std::string whyNoDivergence(const ArmPlan& a, const ArmPlan& b);

}  // namespace autoglm::evaluate
