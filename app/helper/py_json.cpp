// json.dumps with the options that transformers hands to it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

struct Style {
    bool ascii = false;
    bool sorts = false;
    const std::string* indent = nullptr;
    std::string itemSeparator = ", ";
    std::string keySeparator = ": ";
};

void escape(std::string& out, unsigned unit) {
    std::array<char, 16> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x", unit);
    out += code.data();
}

std::string quoted(const std::string& text, const Style& style) {
    constexpr std::u32string_view named = U"\"\\\n\r\t\b\f";
    constexpr std::string_view letters = "\"\\nrtbf";
    std::string out = "\"";
    for (const char32_t c : characters(text)) {
        if (const auto at = named.find(c); at != std::u32string_view::npos) {
            out += '\\';
            out += letters[at];
        } else if (c < 0x20) {
            escape(out, c);
        } else if (style.ascii && c >= 0x10000) {
            escape(out, 0xD800 + ((c - 0x10000) >> 10U));
            escape(out, 0xDC00 + ((c - 0x10000) & 0x3FFU));
        } else if (style.ascii && c >= 0x7F) {
            escape(out, c);
        } else {
            out += utf8(c);
        }
    }
    return out + '"';
}

std::string scalar(const Value& value, const Style& style) {
    if (value.text()) return quoted(*value.text(), style);
    if (value.isNone()) return "null";
    if (const auto* flag = value.as<bool>()) return *flag ? "true" : "false";
    const auto* number = value.as<double>();
    if (number && std::isnan(*number)) return "NaN";
    if (number && std::isinf(*number)) return *number < 0 ? "-Infinity" : "Infinity";
    if (value.isNumber()) return repr(value);
    throw TemplateFailure(concat("Object of type ", typeName(value), " is not JSON serializable"));
}

std::string key(const Value& value, const Style& style) {
    return value.text() ? quoted(*value.text(), style) : "\"" + scalar(value, style) + "\"";
}

std::string wrapped(const std::vector<std::string>& parts, char open, char close, const Style& style, int level) {
    std::string out(1, open);
    const auto newLine = [&](int depth) {
        if (!style.indent) return;
        out += '\n';
        for (int i = 0; i < depth; ++i)
            out += *style.indent;
    };
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += style.itemSeparator;
        newLine(level + 1);
        out += parts[i];
    }
    if (!parts.empty()) newLine(level);
    return out + close;
}

std::string dump(const Value& value, const Style& style, int level) {
    const Descent descent;
    std::vector<std::string> parts;
    const Sequence* sequence = value.sequence();
    if (sequence && (sequence->kind == SequenceKind::List || sequence->kind == SequenceKind::Tuple)) {
        for (const Value& entry : sequence->items)
            parts.push_back(dump(entry, style, level + 1));
        return wrapped(parts, '[', ']', style, level);
    }
    const Mapping* mapping = value.mapping();
    if (!mapping || mapping->isNamespace) return scalar(value, style);
    auto entries = mapping->items;
    if (style.sorts)
        std::ranges::stable_sort(entries, [](const auto& a, const auto& b) { return less(a.first, b.first); });
    for (const auto& [name, held] : entries)
        parts.push_back(key(name, style) + style.keySeparator + dump(held, style, level + 1));
    return wrapped(parts, '{', '}', style, level);
}

}  // namespace

std::string toJsonText(const Value& value, const Arguments& options) {
    Style style;
    style.ascii = options.truth(1, "ensure_ascii", false);
    style.sorts = options.truth(4, "sort_keys", false);
    std::string indent;
    if (const Value* given = options.find(2, "indent"); given && !given->isNone()) {
        indent = given->text()
                     ? *given->text()
                     : std::string(static_cast<std::size_t>(std::max<std::int64_t>(asInteger(*given), 0)), ' ');
        style.indent = &indent;
        style.itemSeparator = ",";
    }
    if (const Value* given = options.find(3, "separators"); given && !given->isNone()) {
        const std::vector<Value> pair = iterate(*given);
        if (pair.size() != 2) throw TemplateFailure("tojson expects two separators");
        style.itemSeparator = str(pair[0]);
        style.keySeparator = str(pair[1]);
    }
    return dump(value, style, 0);
}

}  // namespace autoglm::helper::jinja
