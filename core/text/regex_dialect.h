// A pattern of Oniguruma's Ruby dialect in PCRE2's words. Any thread.
#pragma once

#include <string>

#include "core/base/result.h"

namespace autoglm::text {

/// What would silently mean something else is spelled out, or refused as Unsupported (README.md lists both). Mistakes
/// in the pattern stay for the compiler to find.
Result<std::string> fromOniguruma(const std::string& pattern);

}  // namespace autoglm::text
