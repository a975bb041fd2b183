// The methods of str, dict and list: one table each.
#include <algorithm>
#include <limits>
#include <map>

#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

using TextMethod = Value (*)(const std::string&, const Arguments&);
using MappingMethod = Value (*)(const Value&, const Arguments&);

Value listOf(const std::vector<std::string>& texts, SequenceKind kind = SequenceKind::List) {
    std::vector<Value> items;
    for (const std::string& text : texts)
        items.emplace_back(text);
    return Value::sequence(std::move(items), kind);
}

Value whole(std::int64_t value) {
    return Value(value);
}

Value stripped(const std::string& text, const Arguments& arguments, Side side) {
    const Value* set = arguments.find(0, "");
    return Value(strip(text, side, set && !set->isNone() ? set->text() : nullptr));
}

/// Any of the texts of a prefix or suffix argument.
template <class Matches>
Value anyOf(const Arguments& arguments, const Matches& matches) {
    const Value& wanted = arguments.require(0, "prefix");
    if (arguments.positional.size() > 1) throw TemplateFailure("startswith and endswith take one argument here");
    if (wanted.text()) return Value(static_cast<bool>(matches(*wanted.text())));
    if (!wanted.sequence() || wanted.sequence()->kind != SequenceKind::Tuple)
        throw TemplateFailure("startswith and endswith expect a text or a tuple of texts");
    return Value(std::ranges::any_of(wanted.sequence()->items,
                                     [&](const Value& value) { return value.text() && matches(*value.text()); }));
}

std::vector<std::string> splitAtSpaces(const std::string& text, std::int64_t most) {
    std::vector<std::string> parts;
    std::string rest = strip(text, Side::Left);
    while (!rest.empty()) {
        const std::u32string all = characters(rest);
        const auto end = std::ranges::find_if(all, isSpace);
        if (end == all.end() || most == 0) {
            parts.push_back(most == 0 ? rest : utf8(all));
            break;
        }
        --most;
        parts.push_back(utf8(std::u32string(all.begin(), end)));
        rest = strip(utf8(std::u32string(end, all.end())), Side::Left);
    }
    return parts;
}

Value split(const std::string& text, const Arguments& arguments) {
    const Value* separator = arguments.find(0, "sep");
    std::int64_t most = arguments.integer(1, "maxsplit", -1);
    if (!separator || separator->isNone()) return listOf(splitAtSpaces(text, most));
    const std::string by = arguments.text(0, "sep", "");
    if (by.empty()) throw TemplateFailure("empty separator");
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t found = 0; most-- != 0 && (found = text.find(by, at)) != std::string::npos; at = found + by.size())
        parts.push_back(text.substr(at, found - at));
    parts.push_back(text.substr(at));
    return listOf(parts);
}

Value rsplit(const std::string& text, const Arguments& arguments) {
    const std::string by = arguments.text(0, "sep", "");
    if (by.empty()) throw TemplateFailure("rsplit needs a separator here");
    std::int64_t most = arguments.integer(1, "maxsplit", -1);
    std::vector<std::string> parts;
    std::string rest = text;
    for (std::size_t found = 0; most-- != 0 && (found = rest.rfind(by)) != std::string::npos; rest.resize(found))
        parts.insert(parts.begin(), rest.substr(found + by.size()));
    parts.insert(parts.begin(), rest);
    return listOf(parts);
}

Value partition(const std::string& text, const Arguments& arguments) {
    const std::string by = arguments.text(0, "sep", "");
    const std::size_t found = by.empty() ? std::string::npos : text.find(by);
    if (found == std::string::npos) return listOf({text, "", ""}, SequenceKind::Tuple);
    return listOf({text.substr(0, found), by, text.substr(found + by.size())}, SequenceKind::Tuple);
}

Value rpartition(const std::string& text, const Arguments& arguments) {
    const std::string by = arguments.text(0, "sep", "");
    const std::size_t found = by.empty() ? std::string::npos : text.rfind(by);
    if (found == std::string::npos) return listOf({"", "", text}, SequenceKind::Tuple);
    return listOf({text.substr(0, found), by, text.substr(found + by.size())}, SequenceKind::Tuple);
}

/// Places are counted in characters.
Value place(const std::string& text, std::size_t byte) {
    return byte == std::string::npos ? whole(-1)
                                     : whole(std::ssize(characters(std::string_view(text).substr(0, byte))));
}

Value titleCase(const std::string& text, const Arguments&) {
    return Value(withEachWord(
        text, [](char32_t c) { return lower(utf8(c)) != upper(utf8(c)); },
        [](std::u32string_view word) { return capitalize(utf8(word)); }));
}

Value joinItems(const std::string& text, const Arguments& arguments) {
    std::vector<std::string> parts;
    for (const Value& value : iterate(arguments.require(0, "iterable"))) {
        if (!value.text()) throw TemplateFailure(concat("join: expected str, found ", typeName(value)));
        parts.push_back(*value.text());
    }
    return Value(join(parts, text));
}

std::string padding(const std::string& text, const Arguments& arguments, const std::string& fill) {
    std::string out;
    for (std::int64_t i = std::ssize(characters(text)); i < arguments.integer(0, "width", 0); ++i)
        out += fill;
    return out;
}

template <class Test>
Value all(const std::string& text, const Test& test) {
    const std::u32string letters = characters(text);
    return Value(!letters.empty() && std::ranges::all_of(letters, test));
}

const std::map<std::string_view, TextMethod>& textMethods() {
    using S = const std::string&;
    using A = const Arguments&;
    static const std::map<std::string_view, TextMethod> methods{
        {"strip", [](S s, A a) { return stripped(s, a, Side::Both); }},
        {"lstrip", [](S s, A a) { return stripped(s, a, Side::Left); }},
        {"rstrip", [](S s, A a) { return stripped(s, a, Side::Right); }},
        {"split", split},
        {"rsplit", rsplit},
        {"partition", partition},
        {"rpartition", rpartition},
        {"splitlines", [](S s, A) { return listOf(splitLines(s)); }},
        {"startswith", [](S s, A a) { return anyOf(a, [&s](S part) { return s.starts_with(part); }); }},
        {"endswith", [](S s, A a) { return anyOf(a, [&s](S part) { return s.ends_with(part); }); }},
        {"upper", [](S s, A) { return Value(upper(s)); }},
        {"lower", [](S s, A) { return Value(lower(s)); }},
        {"capitalize", [](S s, A) { return Value(capitalize(s)); }},
        {"title", titleCase},
        {"join", joinItems},
        {"replace",
         [](S s, A a) {
             return Value(replaced(s, a.text(0, "old", ""), a.text(1, "new", ""), a.integer(2, "count", -1)));
         }},
        {"find", [](S s, A a) { return place(s, s.find(a.text(0, "sub", ""))); }},
        {"rfind", [](S s, A a) { return place(s, s.rfind(a.text(0, "sub", ""))); }},
        {"index",
         [](S s, A a) {
             const std::size_t found = s.find(a.text(0, "sub", ""));
             if (found == std::string::npos) throw TemplateFailure("substring not found");
             return place(s, found);
         }},
        {"count",
         [](S s, A a) {
             const std::string part = a.text(0, "sub", "");
             if (part.empty()) return whole(std::ssize(characters(s)) + 1);
             std::int64_t count = 0;
             for (std::size_t at = s.find(part); at != std::string::npos; at = s.find(part, at + part.size()))
                 ++count;
             return whole(count);
         }},
        {"removeprefix",
         [](S s, A a) {
             const std::string part = a.text(0, "prefix", "");
             return Value(s.starts_with(part) ? s.substr(part.size()) : s);
         }},
        {"removesuffix",
         [](S s, A a) {
             const std::string part = a.text(0, "suffix", "");
             return Value(s.ends_with(part) ? s.substr(0, s.size() - part.size()) : s);
         }},
        {"zfill",
         [](S s, A a) {
             const std::size_t sign = s.starts_with('-') || s.starts_with('+') ? 1 : 0;
             return Value(s.substr(0, sign) + padding(s, a, "0") + s.substr(sign));
         }},
        {"ljust", [](S s, A a) { return Value(s + padding(s, a, a.text(1, "fillchar", " "))); }},
        {"rjust", [](S s, A a) { return Value(padding(s, a, a.text(1, "fillchar", " ")) + s); }},
        {"isspace", [](S s, A) { return all(s, isSpace); }},
        {"isdigit", [](S s, A) { return all(s, [](char32_t c) { return c >= U'0' && c <= U'9'; }); }},
        {"isupper", [](S s, A) { return Value(s == upper(s) && s != lower(s)); }},
        {"islower", [](S s, A) { return Value(s == lower(s) && s != upper(s)); }},
    };
    return methods;
}

const std::map<std::string_view, MappingMethod>& mappingMethods() {
    static const std::map<std::string_view, MappingMethod> methods{
        {"items",
         [](const Value& dict, const Arguments&) {
             std::vector<Value> pairs;
             for (const auto& [key, value] : dict.mapping()->items)
                 pairs.push_back(Value::sequence({key, value}, SequenceKind::Tuple));
             return Value::sequence(std::move(pairs), SequenceKind::View);
         }},
        {"keys",
         [](const Value& dict, const Arguments&) { return Value::sequence(iterate(dict), SequenceKind::View); }},
        {"values",
         [](const Value& dict, const Arguments&) {
             std::vector<Value> values;
             for (const auto& entry : dict.mapping()->items)
                 values.push_back(entry.second);
             return Value::sequence(std::move(values), SequenceKind::View);
         }},
        {"get",
         [](const Value& dict, const Arguments& arguments) {
             const Value* found = dict.mapping()->find(arguments.require(0, "key"));
             const Value* otherwise = arguments.find(1, "default");
             return found ? *found : otherwise ? *otherwise : Value();
         }},
        {"copy", [](const Value& dict, const Arguments&) { return Value(std::make_shared<Mapping>(*dict.mapping())); }},
    };
    return methods;
}

/// transformers renders in Jinja's immutable sandbox.
bool changesValue(const Value& value, std::string_view name) {
    constexpr std::string_view ofLists[] = {"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"};
    constexpr std::string_view ofMappings[] = {"pop", "popitem", "update", "setdefault", "clear"};
    return value.mapping() ? std::ranges::find(ofMappings, name) != std::end(ofMappings)
                           : std::ranges::find(ofLists, name) != std::end(ofLists);
}

Value listMethod(const Value& value, const std::string& name) {
    if (name == "index" || name == "count")
        return Value(Function([value, name](const Arguments& arguments) {
            const Value& wanted = arguments.require(0, "value");
            const std::vector<Value>& items = value.sequence()->items;
            const auto isWanted = [&wanted](const Value& entry) { return equal(entry, wanted); };
            if (name == "count") return whole(std::ranges::count_if(items, isWanted));
            const auto found = std::ranges::find_if(items, isWanted);
            if (found == items.end()) throw TemplateFailure("the value is not in the list");
            return whole(found - items.begin());
        }));
    if (name == "copy")
        return Value(Function([value](const Arguments&) { return Value::sequence(value.sequence()->items); }));
    return Value(Undefined{});
}

}  // namespace

Value methodOf(const Value& value, const std::string& name) {
    const bool isList = value.sequence() && value.sequence()->kind == SequenceKind::List;
    if ((isList || value.mapping()) && changesValue(value, name))
        return Value(Undefined{concat("access to attribute '", name, "' of '", typeName(value),
                                      "' object is unsafe: templates may not change their values")});
    if (const std::string* text = value.text())
        if (const auto found = textMethods().find(name); found != textMethods().end())
            return Value(Function([text = *text, call = found->second](const Arguments& a) { return call(text, a); }));
    if (value.mapping())
        if (const auto found = mappingMethods().find(name); found != mappingMethods().end())
            return Value(Function([value, call = found->second](const Arguments& a) { return call(value, a); }));
    return isList ? listMethod(value, name) : Value(Undefined{});
}

}  // namespace autoglm::helper::jinja
