// Spells a Jinja template so that minja reads it as Jinja would. Any thread.
#pragma once

#include <string>

namespace autoglm::helper {

/// Every line end becomes \n, and a call whose result is used at once, f(x).y or f(x)[y], is put in parentheses,
/// without which minja cannot parse it.
std::string toMinjaDialect(const std::string& source);

}  // namespace autoglm::helper
