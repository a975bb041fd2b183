#include "app/helper/jinja_render.h"
#include "core/base/json.h"
#include "core/base/text_format.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {
namespace {

constexpr const char* conversation = R"({"messages": [
    {"role": "system", "content": "Use tools."},
    {"role": "user", "content": "Weather in 北京?"},
    {"role": "assistant", "content": null, "reasoning_content": "think", "tool_calls": [{"id": "abcdefghi",
        "type": "function", "function": {"name": "weather", "arguments": {"city": "北京", "days": 2, "exact": 1.5}}}]},
    {"role": "tool", "content": "{\"temp\": 21}", "tool_call_id": "abcdefghi", "name": "weather"},
    {"role": "user", "content": [{"type": "text", "text": "Thanks"}]}],
    "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
    "documents": [{"title": "a", "text": "b"}], "add_generation_prompt": true, "bos_token": "<s>",
    "eos_token": "</s>"})";

}  // namespace

Outcome chatTemplate(std::string_view source) {
    static const Json variables = Json::parse(conversation);
    const auto rendered = autoglm::helper::jinja::renderJinja(std::string(source), variables);
    if (rendered.kind.empty()) return Outcome::Accepted;
    require(!rendered.error.empty(), "a refused template says why");
    return Outcome::Refused;
}

}  // namespace autoglm::fuzz
