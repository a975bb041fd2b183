// Spells a Jinja template so that minja's parser reads it as Jinja's would. Any thread.
#pragma once

#include <string>

namespace autoglm::helper::jinja {

// Names of the dialect that no template uses.
inline constexpr const char* groupName = "__group";    ///< (x) becomes (__group(x))
inline constexpr const char* tupleName = "__tuple";    ///< (x, y) becomes (__tuple(x, y))
inline constexpr const char* testName = "__test";      ///< x is eq 3 becomes x == __test('eq', 3)
inline constexpr const char* tildeName = "__tilde";    ///< a ~ b becomes a + __tilde + b
inline constexpr const char* callerName = "__caller";  ///< call(x) f() becomes call __caller([x], f())

/// White space around tags is already as trim_blocks and lstrip_blocks, the signs + and - and a single line end at the
/// end of the template ask for; comments are gone. Throws std::runtime_error where a tag or text is not closed.
std::string toMinjaDialect(const std::string& source);

}  // namespace autoglm::helper::jinja
