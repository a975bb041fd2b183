// Filters that make texts and numbers, and the way to all filters.
// Source: jinja.palletsprojects.com/en/stable/templates/#builtin-filters; tojson is transformers' own.
#include "app/helper/jinja_filters.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "app/helper/jinja_evaluate.h"
#include "app/helper/py_text.h"
#include "core/base/checked.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

Value trimmed(const Value& value, const Arguments& arguments) {
    const Value* set = arguments.find(1, "chars");
    return Value(strip(str(value), Side::Both, set && set->text() ? set->text() : nullptr));
}

bool isWordBreak(char32_t c) {
    return isSpace(c) || std::u32string_view(U"-({[<").find(c) != std::u32string_view::npos;
}

Value title(const Value& value, const Arguments&) {
    return Value(withEachWord(
        str(value), [](char32_t c) { return !isWordBreak(c); },
        [](std::u32string_view word) { return upper(utf8(word[0])) + lower(utf8(word.substr(1))); }));
}

Value indent(const Value& value, const Arguments& arguments) {
    const Value* width = arguments.find(1, "width");
    const std::string by =
        width && width->text()
            ? *width->text()
            : std::string(static_cast<std::size_t>(std::max<std::int64_t>(arguments.integer(1, "width", 4), 0)), ' ');
    const bool blank = arguments.truth(3, "blank", false);
    const std::vector<std::string> lines = splitLines(str(value) + "\n");
    std::string out = lines[0];
    for (std::size_t i = 1; i < lines.size(); ++i)
        out += "\n" + (lines[i].empty() && !blank ? lines[i] : by + lines[i]);
    return Value(arguments.truth(2, "first", false) ? by + out : out);
}

Value escape(const Value& value, const Arguments&) {
    std::string out;
    for (const char c : str(value)) {
        constexpr std::string_view marks = "&<>'\"";
        constexpr std::array names{"&amp;", "&lt;", "&gt;", "&#39;", "&#34;"};
        const auto at = marks.find(c);
        at == std::string_view::npos ? out += c : out += names.at(at);
    }
    return Value(std::move(out));
}

/// The number that a whole text is, as int() and float() read it.
template <class Number>
bool parseNumber(const std::string& source, Number& number) {
    std::string text = strip(source, Side::Both);
    if (text.starts_with('+')) text.erase(0, 1);
    if (text.find('_') != std::string::npos) throw TemplateFailure("numbers in texts are read without _");
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc() && end.ptr == text.data() + text.size() && !text.empty();
}

Value toInteger(const Value& value, const Arguments& arguments) {
    const Value* otherwise = arguments.find(1, "default");
    std::int64_t whole = 0;
    double number = 0;
    if (arguments.integer(2, "base", 10) != 10) throw TemplateFailure("the filter int reads base 10 only");
    if (value.text()) {
        if (parseNumber(*value.text(), whole)) return Value(whole);
        if (parseNumber(*value.text(), number)) return Value(truncated(number));
    } else if (value.as<double>()) {
        return Value(truncated(asFloat(value)));
    } else if (value.isNumber() && !value.as<double>()) {
        return Value(asInteger(value));
    } else {
        requireDefined(value);
    }
    return otherwise ? *otherwise : Value(std::int64_t{0});
}

Value toFloat(const Value& value, const Arguments& arguments) {
    const Value* otherwise = arguments.find(1, "default");
    double number = 0;
    if (value.isNumber()) return Value(asFloat(value));
    requireDefined(value);
    if (value.text() && parseNumber(*value.text(), number)) return Value(number);
    return otherwise ? *otherwise : Value(0.0);
}

/// `value` to a multiple of 10^-places, halves to even.
std::int64_t roundedWhole(std::int64_t value, std::int64_t places) {
    if (places >= 0) return value;
    if (places < -19) return 0;
    std::uint64_t unit = 1;
    for (; places < 0; ++places)
        unit *= 10;
    const std::uint64_t size = value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const std::uint64_t rest = size % unit;
    std::uint64_t count = size / unit;
    if (rest > unit - rest || (rest == unit - rest && count % 2 != 0)) ++count;
    const std::uint64_t rounded = checkedMultiply(count, unit).value_or(std::numeric_limits<std::uint64_t>::max());
    if (rounded > std::numeric_limits<std::int64_t>::max()) throw TemplateFailure("an integer grew beyond 64 bits");
    return value < 0 ? -static_cast<std::int64_t>(rounded) : static_cast<std::int64_t>(rounded);
}

/// Python rounds the decimal text of the number, halves to even.
Value round(const Value& value, const Arguments& arguments) {
    const std::int64_t places = arguments.integer(1, "precision", 0);
    const std::string method = arguments.text(2, "method", "common");
    const double scale = std::pow(10.0, static_cast<double>(places));
    const double number = asFloat(value);
    if (method != "common") {
        if (method != "ceil" && method != "floor") throw TemplateFailure("method must be common, ceil or floor");
        if (scale == 0 || !std::isfinite(number * scale)) throw TemplateFailure("a number is too large to be rounded");
        return Value((method == "ceil" ? std::ceil(number * scale) : std::floor(number * scale)) / scale);
    }
    if (!value.as<double>()) return Value(roundedWhole(asInteger(value), places));
    if (places < 0) return Value(scale == 0 ? 0.0 : std::nearbyint(number * scale) / scale);
    std::array<char, 700> buffer{};  // 309 digits before the point
    const auto digits = static_cast<int>(std::min<std::int64_t>(places, 350));
    const auto end = std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed, digits);
    double rounded = 0;
    std::from_chars(buffer.data(), end.ptr, rounded);
    return Value(rounded);
}

Value absolute(const Value& value, const Arguments&) {
    return less(value, Value(std::int64_t{0})) ? negative(value) : value;
}

Value defaulted(const Value& value, const Arguments& arguments) {
    const bool replaces = value.isUndefined() || (arguments.truth(2, "boolean", false) && !truth(value));
    const Value* otherwise = arguments.find(1, "default_value");
    return !replaces ? value : otherwise ? *otherwise : Value("");
}

Value center(const Value& value, const Arguments& arguments) {
    const std::string text = str(value);
    const std::int64_t missing = arguments.integer(1, "width", 80) - std::ssize(characters(text));
    if (missing <= 0) return Value(text);
    const std::int64_t width = missing + std::ssize(characters(text));
    const std::int64_t left = missing / 2 + (missing & width & 1);
    return Value(std::string(static_cast<std::size_t>(left), ' ') + text +
                 std::string(static_cast<std::size_t>(missing - left), ' '));
}

}  // namespace

const FilterTable& textFilters() {
    using V = const Value&;
    using A = const Arguments&;
    static const FilterTable table{
        {"trim", trimmed},
        {"upper", [](V v, A) { return Value(upper(str(v))); }},
        {"lower", [](V v, A) { return Value(lower(str(v))); }},
        {"capitalize", [](V v, A) { return Value(capitalize(str(v))); }},
        {"title", title},
        {"indent", indent},
        {"center", center},
        {"e", escape},
        {"escape", escape},
        {"safe", [](V v, A) { return Value(str(v)); }},
        {"string", [](V v, A) { return Value(str(v)); }},
        {"replace",
         [](V v, A a) {
             return Value(
                 replaced(str(v), str(a.require(1, "old")), str(a.require(2, "new")), a.integer(3, "count", -1)));
         }},
        {"format",
         [](V v, A a) {
             return Value(formatted(
                 str(v), Value::sequence({a.positional.begin() + 1, a.positional.end()}, SequenceKind::Tuple)));
         }},
        {"tojson", [](V v, A a) { return Value(toJsonText(v, a)); }},
        {"int", toInteger},
        {"float", toFloat},
        {"round", round},
        {"abs", absolute},
        {"default", defaulted},
        {"d", defaulted},
    };
    return table;
}

bool hasFilter(const std::string& name) {
    return textFilters().contains(name) || listFilters().contains(name);
}

Value applyFilter(const std::string& name, const Arguments& arguments) {
    for (const FilterTable* table : {&textFilters(), &listFilters()})
        if (const auto found = table->find(name); found != table->end())
            return found->second(arguments.require(0, "value"), arguments);
    throw TemplateFailure("no filter named '" + name + "' is known here");
}

}  // namespace autoglm::helper::jinja
