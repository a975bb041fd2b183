// A conversation as chat templates take it: a list of {"role", "content"} objects. Any thread; plain values.
// Keys beyond these two (tool_calls, name, ...) are kept and handed to the template as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace autoglm::text {

struct Message {
    std::string role;  ///< "system", "user", "assistant", ...
    Json content;      ///< a string as a rule; lists of parts and null are handed on as they are
    Json others = Json::object();
};

/// Parses a messages file; InvalidArgument names the message that is wrong, counted from 1.
Result<std::vector<Message>> parseMessages(std::string_view json, const std::string& subject);

/// The list as the template sees it.
Json toJson(const std::vector<Message>& messages);

}  // namespace autoglm::text
