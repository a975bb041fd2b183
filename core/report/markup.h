// Text for HTML that is well-formed XML too. Everything that comes from outside passes escapeMarkup. Pure. Private to
// core/report.
#pragma once

#include <string>
#include <string_view>

namespace autoglm::report {

/// For text and attribute values; invalid UTF-8 becomes U+FFFD, control characters that XML forbids become U+2423.
std::string escapeMarkup(std::string_view text);

/// A line icon for "pass", "fail", "inconclusive", "valid", "suspect", "void", "match", "mismatch", "unknown".
std::string stateIcon(std::string_view state);

/// Icon and word, coloured by state.
std::string stateBadge(std::string_view state, std::string_view word);

/// The CSS class of a state: "pass", "warn", "fail" or "unknown".
const char* stateClass(std::string_view state);

}  // namespace autoglm::report
