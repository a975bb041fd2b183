// Puts what was measured into the history, after it was printed; trouble there is a warning, never a lost result.
#pragma once

#include "core/base/json.h"

namespace autoglm::cli {

void noteInHistory(const std::string& kind, const Json& document);

}  // namespace autoglm::cli
