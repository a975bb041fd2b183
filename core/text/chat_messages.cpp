#include "core/text/chat_messages.h"

#include "core/base/text_format.h"

namespace autoglm::text {

Result<Conversation> parseConversation(std::string_view json, const std::string& subject) {
    AUTOGLM_TRY(Json document, parseJson(json, subject));
    Conversation out;
    if (!document.is_object()) {
        AUTOGLM_TRY(out.messages, parseMessages(json, subject));
        return out;
    }
    if (!document.contains("messages"))
        return fail(ErrorCode::InvalidArgument,
                    "'" + subject +
                        "' is an object without \"messages\"; a list of {\"role\": ..., \"content\": ...} " +
                        "objects was expected there",
                    subject);
    AUTOGLM_TRY(out.messages, parseMessages(document["messages"].dump(), subject));
    for (const char* name : {"tools", "documents"})
        if (document.contains(name) && !document[name].is_array() && !document[name].is_null())
            return fail(ErrorCode::InvalidArgument,
                        "'" + subject + "' has \"" + name + "\" that are " + document[name].type_name() +
                            "; a list was expected",
                        subject);
    document.erase("messages");
    out.variables = std::move(document);
    return out;
}

Result<std::vector<Message>> parseMessages(std::string_view json, const std::string& subject) {
    AUTOGLM_TRY(const Json list, parseJson(json, subject));
    const auto wrong = [&subject](const std::string& what) {
        return fail(ErrorCode::InvalidArgument, "'" + subject + "' " + what, subject);
    };
    if (!list.is_array() || list.empty())
        return wrong("holds no messages; a list of {\"role\": ..., \"content\": ...} objects was expected");
    std::vector<Message> messages;
    for (const Json& entry : list) {
        const std::string name = concat("message ", messages.size() + 1);
        if (!entry.is_object()) return wrong("is not a list of objects: " + name + " is " + entry.type_name());
        if (!entry.contains("role") || !entry["role"].is_string())
            return wrong("has no \"role\" in " + name + "; a string was expected");
        // An assistant that only calls tools says nothing.
        if (!entry.contains("content") && !entry.contains("tool_calls")) return wrong("has no \"content\" in " + name);
        Message message;
        for (const auto& [key, value] : entry.items()) {
            if (key == "role") {
                message.role = value.get<std::string>();
            } else if (key == "content") {
                if (!value.is_string() && !value.is_array() && !value.is_null())
                    return wrong("has a \"content\" in " + name + " that is " + value.type_name() +
                                 "; a string was expected");
                message.content = value;
            } else {
                message.others[key] = value;
            }
        }
        messages.push_back(std::move(message));
    }
    return messages;
}

Json toJson(const std::vector<Message>& messages) {
    Json list = Json::array();
    for (const Message& message : messages) {
        Json entry{{"role", message.role}, {"content", message.content}};
        entry.update(message.others);
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace autoglm::text
