// Filters that work on lists and dictionaries.
#include <algorithm>
#include <charconv>
#include <limits>

#include "app/helper/jinja_evaluate.h"
#include "app/helper/jinja_filters.h"
#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

Value generator(std::vector<Value> items) {
    return Value::sequence(std::move(items), SequenceKind::Generator);
}

/// value.a.b.0 of "a.b.0", as Jinja's attribute arguments; `otherwise` stands for what is not there.
Value attributePath(const Value& value, const Value& path, const Value* otherwise) {
    if (!path.text()) return item(value, path);
    Value at = value;
    for (const std::string& name : split(*path.text(), '.')) {
        const bool isIndex = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
        std::int64_t index = std::numeric_limits<std::int64_t>::max();  // kept where the number is larger still
        std::from_chars(name.data(), name.data() + name.size(), index);
        at = item(at, isIndex ? Value(index) : Value(name));
        if (at.isUndefined() && otherwise) return *otherwise;
    }
    return at;
}

/// The items as an 'attribute' argument sees them.
std::vector<Value> attributesOf(const std::vector<Value>& items, const Value* path) {
    if (!path || path->isNone()) return items;
    std::vector<Value> out;
    for (const Value& value : items)
        out.push_back(attributePath(value, *path, nullptr));
    return out;
}

Value folded(const Value& value, const Arguments& arguments, std::size_t index) {
    return value.text() && !arguments.truth(index, "case_sensitive", false) ? Value(lower(*value.text())) : value;
}

Arguments argumentsFrom(const Value& value, const Arguments& arguments, std::size_t first) {
    Arguments out;
    out.positional.push_back(value);
    for (std::size_t i = first; i < arguments.positional.size(); ++i)
        out.positional.push_back(arguments.positional[i]);
    return out;
}

Value mapped(const Value& value, const Arguments& arguments) {
    std::vector<Value> out;
    const Value* path = arguments.positional.size() == 1 ? arguments.find(1, "attribute") : nullptr;
    for (const Value& entry : iterate(value)) {
        if (path) {
            out.push_back(attributePath(entry, *path, arguments.find(99, "default")));
            continue;
        }
        Arguments given = argumentsFrom(entry, arguments, 2);
        given.named = arguments.named;
        out.push_back(applyFilter(arguments.text(1, "filter", ""), given));
    }
    return generator(std::move(out));
}

enum class Keeps { Passing, Failing };
enum class Looks { AtItems, AtAttributes };

Value selected(const Value& value, const Arguments& arguments, Keeps keeps, Looks looks) {
    const std::size_t test = looks == Looks::AtAttributes ? 2 : 1;
    std::vector<Value> out;
    for (const Value& entry : iterate(value)) {
        const Value seen =
            looks == Looks::AtAttributes ? attributePath(entry, arguments.require(1, "attribute"), nullptr) : entry;
        const bool passes = arguments.positional.size() > test
                                ? applyTest(arguments.text(test, "test", ""), argumentsFrom(seen, arguments, test + 1))
                                : truth(seen);
        if (passes == (keeps == Keeps::Passing)) out.push_back(entry);
    }
    return generator(std::move(out));
}

Value joined(const Value& value, const Arguments& arguments) {
    std::vector<std::string> parts;
    for (const Value& entry : attributesOf(iterate(value), arguments.find(2, "attribute")))
        parts.push_back(str(entry));
    const Value* separator = arguments.find(1, "d");
    return Value(join(parts, separator ? str(*separator) : ""));
}

Value first(const Value& value, const Arguments&) {
    const std::vector<Value> items = iterate(value);
    return items.empty() ? Value(Undefined{"No first item, sequence was empty."}) : items.front();
}

Value last(const Value& value, const Arguments&) {
    if (value.sequence() && value.sequence()->kind == SequenceKind::Generator)
        throw TemplateFailure("'generator' object is not reversible");
    const std::vector<Value> items = iterate(value);
    return items.empty() ? Value(Undefined{"No last item, sequence was empty."}) : items.back();
}

Value reversed(const Value& value, const Arguments&) {
    std::vector<Value> items = iterate(value);
    std::ranges::reverse(items);
    if (!value.text()) return generator(std::move(items));
    std::string out;
    for (const Value& character : items)
        out += *character.text();
    return Value(std::move(out));
}

Value pairs(const Value& value, const Arguments&) {
    if (value.isUndefined()) return generator({});
    if (!value.mapping() || value.mapping()->isNamespace)
        throw TemplateFailure("Can only get item pairs from a mapping.");
    std::vector<Value> out;
    for (const auto& [key, held] : value.mapping()->items)
        out.push_back(Value::sequence({key, held}, SequenceKind::Tuple));
    return generator(std::move(out));
}

/// Sorts by `keys`, equal ones in their order; `reverse` keeps that order too, as Python does.
std::vector<Value> sortedBy(const std::vector<Value>& items, const std::vector<Value>& keys, bool reverse) {
    std::vector<std::size_t> order(items.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return reverse ? less(keys[b], keys[a]) : less(keys[a], keys[b]); });
    std::vector<Value> out;
    for (const std::size_t i : order)
        out.push_back(items[i]);
    return out;
}

Value dictSorted(const Value& value, const Arguments& arguments) {
    requireDefined(value);
    const std::string by = arguments.text(2, "by", "key");
    if (by != "key" && by != "value") throw TemplateFailure("You can only sort by either \"key\" or \"value\"");
    const std::vector<Value> entries = iterate(pairs(value, arguments));
    std::vector<Value> keys;
    for (const Value& entry : entries)
        keys.push_back(folded(entry.sequence()->items[by == "key" ? 0 : 1], arguments, 1));
    return Value::sequence(sortedBy(entries, keys, arguments.truth(3, "reverse", false)));
}

Value sorted(const Value& value, const Arguments& arguments) {
    const std::vector<Value> items = iterate(value);
    std::vector<Value> keys = attributesOf(items, arguments.find(3, "attribute"));
    for (Value& key : keys)
        key = folded(key, arguments, 2);
    return Value::sequence(sortedBy(items, keys, arguments.truth(1, "reverse", false)));
}

Value unique(const Value& value, const Arguments& arguments) {
    const std::vector<Value> items = iterate(value);
    const std::vector<Value> attributes = attributesOf(items, arguments.find(2, "attribute"));
    std::vector<Value> seen;
    std::vector<Value> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value key = folded(attributes[i], arguments, 1);
        if (std::ranges::any_of(seen, [&key](const Value& known) { return equal(known, key); })) continue;
        seen.push_back(key);
        out.push_back(items[i]);
    }
    return generator(std::move(out));
}

Value extreme(const Value& value, const Arguments& arguments, bool (*isBetter)(const Value&, const Value&)) {
    const std::vector<Value> items = iterate(value);
    if (items.empty()) return Value(Undefined{"No aggregated item, sequence was empty."});
    const std::vector<Value> keys = attributesOf(items, arguments.find(2, "attribute"));
    std::size_t best = 0;
    for (std::size_t i = 1; i < items.size(); ++i)
        if (isBetter(folded(keys[i], arguments, 1), folded(keys[best], arguments, 1))) best = i;
    return items[best];
}

Value sum(const Value& value, const Arguments& arguments) {
    const Value* start = arguments.find(2, "start");
    Value total = start ? *start : Value(std::int64_t{0});
    for (const Value& entry : attributesOf(iterate(value), arguments.find(1, "attribute")))
        total = arithmetic("+", total, entry);
    return total;
}

Value count(const Value& value, const Arguments&) {
    return Value(length(value));
}

Value batched(const Value& value, const Arguments& arguments) {
    const std::int64_t size = arguments.integer(1, "linecount", 0);
    const Value* fill = arguments.find(2, "fill_with");
    if (size < 1) throw TemplateFailure("batch expects a positive number of items");
    std::vector<Value> lines;
    std::vector<Value> line;
    for (const Value& entry : iterate(value)) {
        line.push_back(entry);
        if (std::ssize(line) == size) lines.push_back(Value::sequence(std::exchange(line, {})));
    }
    while (fill && !fill->isNone() && !line.empty() && std::ssize(line) < size)
        line.push_back(*fill);
    if (!line.empty()) lines.push_back(Value::sequence(std::move(line)));
    return generator(std::move(lines));
}

}  // namespace

const FilterTable& listFilters() {
    using V = const Value&;
    using A = const Arguments&;
    static const FilterTable table{
        {"map", mapped},
        {"select", [](V v, A a) { return selected(v, a, Keeps::Passing, Looks::AtItems); }},
        {"reject", [](V v, A a) { return selected(v, a, Keeps::Failing, Looks::AtItems); }},
        {"selectattr", [](V v, A a) { return selected(v, a, Keeps::Passing, Looks::AtAttributes); }},
        {"rejectattr", [](V v, A a) { return selected(v, a, Keeps::Failing, Looks::AtAttributes); }},
        {"join", joined},
        {"first", first},
        {"last", last},
        {"length", count},
        {"count", count},
        {"list", [](V v, A) { return Value::sequence(iterate(v)); }},
        {"items", pairs},
        {"dictsort", dictSorted},
        {"sort", sorted},
        {"unique", unique},
        {"reverse", reversed},
        {"sum", sum},
        {"min", [](V v, A a) { return extreme(v, a, less); }},
        {"max", [](V v, A a) { return extreme(v, a, [](V x, V y) { return less(y, x); }); }},
        {"batch", batched},
        {"attr",
         [](V v, A a) {
             return v.mapping() && !v.mapping()->isNamespace ? Value(Undefined{"no such attribute"})
                                                             : attribute(v, a.text(1, "name", ""));
         }},
    };
    return table;
}

}  // namespace autoglm::helper::jinja
