// Whether a number may be believed: one reason per finding. No finding at all means valid. Plain values.
#pragma once

#include <string>
#include <vector>

namespace autoglm::evaluate {

enum class ValidityState { Valid, Suspect, Void };
const char* validityStateName(ValidityState state);  ///< "valid", "suspect", "void"

struct ValidityFinding {
    ValidityState state = ValidityState::Suspect;
    std::string reason;  ///< one sentence
};

/// The worst state of the list; Valid where it is empty.
ValidityState worstState(const std::vector<ValidityFinding>& findings);

}  // namespace autoglm::evaluate
