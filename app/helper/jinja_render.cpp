#include "app/helper/jinja_render.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <minja/minja.hpp>
#pragma GCC diagnostic pop

#include "app/helper/jinja_dialect.h"
#include "core/text/render_protocol.h"
#include "core/text/unicode.h"

namespace autoglm::helper {
namespace {

using ContextPointer = std::shared_ptr<minja::Context>;

/// "what at row 3, column 7" of minja's report, without the lines of the template that follow it.
std::string firstPlace(const std::string& report) {
    const auto end = report.find(":\n");
    return end == std::string::npos ? report : report.substr(0, end);
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string trimmed(std::string_view text) {
    text.remove_prefix(text::leadingWhiteSpace(text));
    text.remove_suffix(text::trailingWhiteSpace(text));
    return std::string(text);
}

std::string timeNow(const std::string& format) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 1024> buffer{};
    return {buffer.data(), std::strftime(buffer.data(), buffer.size(), format.c_str(), &local)};
}

/// minja's own functions, with those replaced that count bytes where Python counts characters, and transformers' added.
ContextPointer globals(std::optional<std::string>& raised) {
    ContextPointer context = minja::Context::builtins();
    context->set("raise_exception",
                 minja::simple_function("raise_exception", {"message"},
                                        [&raised](const ContextPointer&, minja::Value& args) -> minja::Value {
                                            raised = args.at("message").to_str();
                                            throw std::runtime_error(*raised);
                                        }));
    context->set("strftime_now",
                 minja::simple_function("strftime_now", {"format"}, [](const ContextPointer&, minja::Value& args) {
                     return minja::Value(timeNow(args.at("format").get<std::string>()));
                 }));
    const auto length =
        minja::simple_function("length", {"items"}, [](const ContextPointer&, minja::Value& args) -> minja::Value {
            const minja::Value& items = args.at("items");
            return static_cast<std::int64_t>(items.is_string() ? characters(items.get<std::string>()) : items.size());
        });
    const auto trim =
        minja::simple_function("trim", {"text"}, [](const ContextPointer&, minja::Value& args) -> minja::Value {
            return args.at("text").is_null() ? minja::Value("") : minja::Value(trimmed(args.at("text").to_str()));
        });
    context->set("trim", trim);
    const auto toJson = minja::simple_function(
        "tojson", {"value", "ensure_ascii", "indent"}, [](const ContextPointer&, minja::Value& args) {
            const auto indent =
                args.contains("indent") && !args.at("indent").is_null() ? args.get<std::int64_t>("indent", -1) : -1;
            const minja::Value& value = args.at("value");
            // With an indent minja spreads empty lists and objects over lines, which Python does not.
            return minja::Value(indent < 0 ? value.dump(-1, /* to_json= */ true)
                                           : value.get<json>().dump(static_cast<int>(indent)));
        });
    context->set("tojson", toJson);
    context->set("length", length);
    context->set("count", length);
    return context;
}

}  // namespace

Rendered renderJinja(const std::string& source, const Json& variables) {
    const minja::Options options{.trim_blocks = true, .lstrip_blocks = true, .keep_trailing_newline = false};
    std::shared_ptr<minja::TemplateNode> root;
    try {
        root = minja::Parser::parse(toMinjaDialect(source), options);
    } catch (const std::exception& error) {
        return {"", firstPlace(error.what()), text::renderSyntax};
    }
    std::optional<std::string> raised;
    try {
        return {root->render(minja::Context::make(minja::Value(variables), globals(raised))), "", ""};
    } catch (const std::exception& error) {
        if (raised) return {"", *raised, text::renderRaised};
        return {"", firstPlace(error.what()), text::renderFailed};
    }
}

}  // namespace autoglm::helper
