// JSON as the project reads and writes it: insertion order kept, errors as Result, non-finite numbers refused. Any
// thread.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace autoglm {

using Json = nlohmann::ordered_json;

/// Parses `text`; the error names `subject` and the line and column of the fault. Nesting deeper than 200 is refused.
Result<Json> parseJson(std::string_view text, const std::string& subject);

/// Reads and parses a file.
Result<Json> readJsonFile(const std::filesystem::path& path);

/// Text of `value`; `indent` -1 is one line. Invalid UTF-8 is replaced. A non-finite number is Internal: it must not
/// get here.
Result<std::string> dumpJson(const Json& value, int indent = 2);

/// `value` as a JSON number, or null where it is not finite.
Json finiteOrNull(double value);

}  // namespace autoglm
