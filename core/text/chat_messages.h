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

/// What a file of messages asks for: the messages, and what else is handed to the template ("tools", "documents",
/// "add_generation_prompt", ...).
struct Conversation {
    std::vector<Message> messages;
    Json variables = Json::object();
};

/// A list of messages, or an object with "messages" and variables of the template. Errors as parseMessages.
Result<Conversation> parseConversation(std::string_view json, const std::string& subject);

/// Parses a list of messages; InvalidArgument names the message that is wrong, counted from 1.
Result<std::vector<Message>> parseMessages(std::string_view json, const std::string& subject);

/// The list as the template sees it.
Json toJson(const std::vector<Message>& messages);

}  // namespace autoglm::text
