#include "app/helper/py_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

std::string joined(const std::vector<Value>& items) {
    std::vector<std::string> texts;
    for (const Value& value : items)
        texts.push_back(repr(value));
    return join(texts, ", ");
}

std::string sequenceRepr(const Sequence& sequence) {
    switch (sequence.kind) {
        case SequenceKind::List:
            return "[" + joined(sequence.items) + "]";
        case SequenceKind::Tuple:
            return "(" + joined(sequence.items) + (sequence.items.size() == 1 ? ",)" : ")");
        default:
            throw TemplateFailure("a generator, range or dictionary view was used as text; add | list");
    }
}

std::string mappingRepr(const Mapping& mapping) {
    std::vector<std::string> texts;
    for (const auto& [key, value] : mapping.items)
        texts.push_back(repr(key) + ": " + repr(value));
    return "{" + join(texts, ", ") + "}";
}

[[noreturn]] void wrongTypes(std::string_view op, const Value& a, const Value& b) {
    throw TemplateFailure(
        concat("unsupported operand types for ", op, ": '", typeName(a), "' and '", typeName(b), "'"));
}

bool isWhole(const Value& value) {
    return value.as<bool>() || value.as<std::int64_t>();
}

Value wholeArithmetic(std::string_view op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    if (op == "+") overflow = __builtin_add_overflow(a, b, &result);
    if (op == "-") overflow = __builtin_sub_overflow(a, b, &result);
    if (op == "*") overflow = __builtin_mul_overflow(a, b, &result);
    if (op == "//" || op == "%") {
        if (b == 0) throw TemplateFailure("integer division or modulo by zero");
        if (b == -1) return op == "%" ? Value(std::int64_t{0}) : wholeArithmetic("-", 0, a);
        const std::int64_t quotient = a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
        result = op == "//" ? quotient : a - quotient * b;
    }
    if (op == "**") {
        if (b < 0) return Value(std::pow(static_cast<double>(a), static_cast<double>(b)));
        result = 1;
        for (; b > 0 && !overflow && result != 0 && !(a == 1); --b)
            overflow = __builtin_mul_overflow(result, a, &result);
    }
    if (overflow) throw TemplateFailure("an integer grew beyond 64 bits");
    return Value(result);
}

Value repeated(const Value& base, std::int64_t count) {
    count = std::max<std::int64_t>(count, 0);
    if (const std::string* text = base.text()) {
        std::string out;
        for (; count > 0 && !text->empty(); --count)
            out += *text;
        return Value(std::move(out));
    }
    std::vector<Value> items;
    for (; count > 0 && !base.sequence()->items.empty(); --count)
        items.insert(items.end(), base.sequence()->items.begin(), base.sequence()->items.end());
    return Value::sequence(std::move(items), base.sequence()->kind);
}

bool isIndexable(const Value& value) {
    const Sequence* sequence = value.sequence();
    return value.text() ||
           (sequence && sequence->kind != SequenceKind::Generator && sequence->kind != SequenceKind::View);
}

std::string quotedName(const Value& key) {
    return key.text() ? "'" + *key.text() + "'" : repr(key);
}

Undefined missing(const Value& base, const std::string& name) {
    if (base.isNone()) return {"'None' has no attribute " + name};
    return {concat("'", typeName(base), " object' has no attribute ", name)};
}

}  // namespace

Value Value::sequence(std::vector<Value> items, SequenceKind kind) {
    Value out;
    out.m_data = std::make_shared<Sequence>(Sequence{std::move(items), kind});
    return out;
}

Value Value::fromJson(const Json& json) {
    if (json.is_null()) return {};
    if (json.is_boolean()) return Value(json.get<bool>());
    if (json.is_number_float()) return Value(json.get<double>());
    if (json.is_number()) return Value(json.get<std::int64_t>());
    if (json.is_string()) return Value(json.get<std::string>());
    if (json.is_array()) {
        std::vector<Value> items;
        for (const Json& entry : json)
            items.push_back(fromJson(entry));
        return sequence(std::move(items));
    }
    auto mapping = std::make_shared<Mapping>();
    for (const auto& [key, value] : json.items())
        mapping->items.emplace_back(Value(key), fromJson(value));
    return Value(std::move(mapping));
}

Sequence* Value::sequence() const {
    const auto* held = as<std::shared_ptr<Sequence>>();
    return held ? held->get() : nullptr;
}
Mapping* Value::mapping() const {
    const auto* held = as<std::shared_ptr<Mapping>>();
    return held ? held->get() : nullptr;
}
const Function* Value::function() const {
    const auto* held = as<std::shared_ptr<Function>>();
    return held ? held->get() : nullptr;
}

const Value* Mapping::find(const Value& key) const {
    for (const auto& [name, value] : items)
        if (equal(name, key)) return &value;
    return nullptr;
}

void Mapping::set(const Value& key, Value value) {
    if (key.mapping() || (key.sequence() && key.sequence()->kind == SequenceKind::List))
        throw TemplateFailure(concat("unhashable type: '", typeName(key), "'"));
    for (auto& [name, held] : items)
        if (equal(name, key)) {
            held = std::move(value);
            return;
        }
    items.emplace_back(key, std::move(value));
}

const Value* Arguments::find(std::size_t index, std::string_view name) const {
    if (index < positional.size()) return &positional[index];
    for (const auto& [given, value] : named)
        if (given == name) return &value;
    return nullptr;
}

const Value& Arguments::require(std::size_t index, std::string_view name) const {
    if (const Value* value = find(index, name)) return *value;
    throw TemplateFailure(concat("the argument '", name, "' is missing"));
}

std::string Arguments::text(std::size_t index, std::string_view name, const std::string& otherwise) const {
    const Value* value = find(index, name);
    if (!value) return otherwise;
    requireDefined(*value);
    if (!value->text())
        throw TemplateFailure(concat("the argument '", name, "' is a ", typeName(*value), ", not a text"));
    return *value->text();
}

std::int64_t Arguments::integer(std::size_t index, std::string_view name, std::int64_t otherwise) const {
    const Value* value = find(index, name);
    return value ? asInteger(*value) : otherwise;
}

bool Arguments::truth(std::size_t index, std::string_view name, bool otherwise) const {
    const Value* value = find(index, name);
    return value ? jinja::truth(*value) : otherwise;
}

Descent::Descent() {
    constexpr int deepest = 1000;
    if (depth == deepest) throw TemplateFailure(concat("a value is nested more than ", deepest, " levels deep"));
    ++depth;
}

void requireDefined(const Value& value) {
    if (const auto* undefined = value.as<Undefined>()) throw TemplateFailure(undefined->why);
}

const char* typeName(const Value& value) {
    constexpr std::array names{"Undefined", "NoneType", "bool", "int", "float", "str", "list", "dict", "function"};
    if (const Sequence* sequence = value.sequence()) {
        constexpr std::array kinds{"list", "tuple", "range", "generator", "dict view"};
        return kinds.at(static_cast<std::size_t>(sequence->kind));
    }
    return names.at(value.data().index());
}

bool truth(const Value& value) {
    if (const auto* flag = value.as<bool>()) return *flag;
    if (const auto* whole = value.as<std::int64_t>()) return *whole != 0;
    if (const auto* number = value.as<double>()) return *number != 0;
    if (const auto* text = value.text()) return !text->empty();
    if (const Sequence* list = value.sequence()) return list->kind == SequenceKind::Generator || !list->items.empty();
    if (const Mapping* mapping = value.mapping()) return mapping->isNamespace || !mapping->items.empty();
    return value.function() != nullptr;
}

std::string floatRepr(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    std::array<char, 64> buffer{};
    const double size = std::abs(value);
    const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
    const auto end = std::to_chars(buffer.begin(), buffer.end(), value,
                                   exponent ? std::chars_format::scientific : std::chars_format::fixed);
    std::string text(buffer.data(), end.ptr);
    if (!exponent && text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::string str(const Value& value) {
    if (const auto* text = value.text()) return *text;
    return value.isUndefined() ? "" : repr(value);
}

std::string repr(const Value& value) {
    const Descent level;
    if (value.isUndefined()) return "Undefined";
    if (value.isNone()) return "None";
    if (const auto* flag = value.as<bool>()) return *flag ? "True" : "False";
    if (const auto* whole = value.as<std::int64_t>()) return std::to_string(*whole);
    if (const auto* number = value.as<double>()) return floatRepr(*number);
    if (const auto* text = value.text()) return textRepr(*text);
    if (const Sequence* sequence = value.sequence()) return sequenceRepr(*sequence);
    if (const Mapping* mapping = value.mapping(); mapping && !mapping->isNamespace) return mappingRepr(*mapping);
    throw TemplateFailure("a function or namespace was used as text");
}

bool equal(const Value& a, const Value& b) {
    const Descent level;
    if (a.isNumber() && b.isNumber())
        return isWhole(a) && isWhole(b) ? asInteger(a) == asInteger(b) : asFloat(a) == asFloat(b);
    if (a.data().index() != b.data().index()) return false;
    if (a.text()) return *a.text() == *b.text();
    if (const Sequence *x = a.sequence(), *y = b.sequence(); x && y)
        return x == y || (x->kind == y->kind && std::ranges::equal(x->items, y->items, equal));
    if (const Mapping *x = a.mapping(), *y = b.mapping(); x && y) {
        if (x == y || x->isNamespace || y->isNamespace || x->items.size() != y->items.size()) return x == y;
        return std::ranges::all_of(x->items, [y](const auto& entry) {
            const Value* other = y->find(entry.first);
            return other && equal(entry.second, *other);
        });
    }
    return a.function() == b.function();
}

bool less(const Value& a, const Value& b) {
    const Descent level;
    requireDefined(a);
    requireDefined(b);
    if (a.isNumber() && b.isNumber())
        return isWhole(a) && isWhole(b) ? asInteger(a) < asInteger(b) : asFloat(a) < asFloat(b);
    if (a.text() && b.text()) return *a.text() < *b.text();  // UTF-8 sorts as code points do
    if (const Sequence *x = a.sequence(), *y = b.sequence(); x && y && x->kind == y->kind) {
        for (std::size_t i = 0; i < std::min(x->items.size(), y->items.size()); ++i)
            if (!equal(x->items[i], y->items[i])) return less(x->items[i], y->items[i]);
        return x->items.size() < y->items.size();
    }
    wrongTypes("<", a, b);
}

bool contains(const Value& container, const Value& wanted) {
    if (const std::string* text = container.text()) {
        requireDefined(wanted);
        if (!wanted.text()) wrongTypes("in", wanted, container);
        return text->find(*wanted.text()) != std::string::npos;
    }
    if (const Mapping* mapping = container.mapping(); mapping && !mapping->isNamespace) return mapping->find(wanted);
    return std::ranges::any_of(iterate(container), [&wanted](const Value& value) { return equal(value, wanted); });
}

std::vector<Value> iterate(const Value& value) {
    if (value.isUndefined()) return {};
    if (Sequence* sequence = value.sequence())
        return sequence->kind == SequenceKind::Generator ? std::exchange(sequence->items, {}) : sequence->items;
    std::vector<Value> items;
    if (const Mapping* mapping = value.mapping(); mapping && !mapping->isNamespace) {
        for (const auto& [key, unused] : mapping->items)
            items.push_back(key);
        return items;
    }
    if (!value.text()) throw TemplateFailure(concat("'", typeName(value), "' object is not iterable"));
    for (const char32_t c : characters(*value.text()))
        items.emplace_back(utf8(c));
    return items;
}

std::int64_t length(const Value& value) {
    if (value.isUndefined()) return 0;
    if (value.text()) return std::ssize(characters(*value.text()));
    if (const Sequence* sequence = value.sequence(); sequence && sequence->kind != SequenceKind::Generator)
        return std::ssize(sequence->items);
    if (const Mapping* mapping = value.mapping(); mapping && !mapping->isNamespace) return std::ssize(mapping->items);
    throw TemplateFailure(concat("object of type '", typeName(value), "' has no len()"));
}

std::int64_t asInteger(const Value& value) {
    requireDefined(value);
    if (const auto* flag = value.as<bool>()) return *flag ? 1 : 0;
    if (const auto* whole = value.as<std::int64_t>()) return *whole;
    throw TemplateFailure(concat("'", typeName(value), "' cannot be interpreted as an integer"));
}

double asFloat(const Value& value) {
    const auto* number = value.as<double>();
    return number ? *number : static_cast<double>(asInteger(value));
}

std::int64_t truncated(double number) {
    if (!(std::abs(number) < 0x1p63)) throw TemplateFailure("an integer grew beyond 64 bits");
    return static_cast<std::int64_t>(number);
}

Value arithmetic(std::string_view op, const Value& a, const Value& b) {
    requireDefined(a);
    requireDefined(b);
    if (op == "%" && a.text()) return Value(formatted(*a.text(), b));
    if (a.isNumber() && b.isNumber()) {
        if (isWhole(a) && isWhole(b) && op != "/") return wholeArithmetic(op, asInteger(a), asInteger(b));
        const double x = asFloat(a);
        const double y = asFloat(b);
        if (op == "+") return Value(x + y);
        if (op == "-") return Value(x - y);
        if (op == "*") return Value(x * y);
        if (op == "**") return Value(std::pow(x, y));
        if (y == 0) throw TemplateFailure("division by zero");
        if (op == "/") return Value(x / y);
        const double remainder = std::fmod(x, y);
        const double modulo = remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
        return Value(op == "%" ? modulo : std::floor((x - modulo) / y + 0.5));
    }
    if (op == "+" && a.text() && b.text()) return Value(*a.text() + *b.text());
    if (op == "+" && isIndexable(a) && isIndexable(b) && a.sequence() && b.sequence() &&
        a.sequence()->kind == b.sequence()->kind) {
        std::vector<Value> items = a.sequence()->items;
        items.insert(items.end(), b.sequence()->items.begin(), b.sequence()->items.end());
        return Value::sequence(std::move(items), a.sequence()->kind);
    }
    if (op == "*" && isIndexable(a) && isWhole(b)) return repeated(a, asInteger(b));
    if (op == "*" && isIndexable(b) && isWhole(a)) return repeated(b, asInteger(a));
    wrongTypes(op, a, b);
}

Value negative(const Value& value) {
    return value.as<double>() ? Value(-asFloat(value)) : arithmetic("-", Value(std::int64_t{0}), value);
}

Value item(const Value& base, const Value& index) {
    requireDefined(base);
    if (const Mapping* mapping = base.mapping()) {
        if (const Value* found = mapping->find(index)) return *found;
    } else if (isIndexable(base) && isWhole(index)) {
        const std::int64_t size = length(base);
        const std::int64_t at = asInteger(index) < 0 ? asInteger(index) + size : asInteger(index);
        if (at < 0 || at >= size) return Value(Undefined{concat("the ", typeName(base), " has no item ", repr(index))});
        if (base.text()) return Value(utf8(characters(*base.text())[static_cast<std::size_t>(at)]));
        return base.sequence()->items[static_cast<std::size_t>(at)];
    }
    if (index.text() && !base.mapping()) return attribute(base, *index.text());
    return Value(Undefined{missing(base, quotedName(index))});
}

Value attribute(const Value& base, const std::string& name) {
    requireDefined(base);
    if (const Mapping* mapping = base.mapping(); mapping && mapping->isNamespace) {
        const Value* found = mapping->find(Value(name));
        return found ? *found : Value(Undefined{"the namespace has no attribute '" + name + "'"});
    }
    const Value method = methodOf(base, name);
    if (!method.isUndefined() || !method.as<Undefined>()->why.empty()) return method;
    if (const Mapping* mapping = base.mapping())
        if (const Value* found = mapping->find(Value(name))) return *found;
    return Value(Undefined{missing(base, "'" + name + "'")});
}

Value slice(const Value& base, const Value* begin, const Value* end, const Value* step) {
    requireDefined(base);
    if (!isIndexable(base)) return Value(Undefined{concat("a ", typeName(base), " has no slices")});
    const auto given = [](const Value* value) { return value && !value->isNone(); };
    const std::int64_t by = given(step) ? asInteger(*step) : 1;
    if (by == 0) throw TemplateFailure("slice step cannot be zero");
    const std::int64_t size = length(base);
    const std::int64_t lowest = by < 0 ? -1 : 0;
    const auto bound = [&](const Value* value, std::int64_t otherwise) {
        if (!given(value)) return otherwise;
        const std::int64_t at = asInteger(*value);
        return std::clamp<std::int64_t>(at < 0 ? at + size : at, lowest, by < 0 ? size - 1 : size);
    };
    const std::int64_t first = bound(begin, by < 0 ? size - 1 : 0);
    const std::int64_t last = bound(end, by < 0 ? -1 : size);
    const std::vector<Value> all = iterate(base);
    std::vector<Value> items;
    std::string text;
    for (std::int64_t i = first; by > 0 ? i < last : i > last;) {
        const Value& value = all[static_cast<std::size_t>(i)];
        if (base.text())
            text += *value.text();
        else
            items.push_back(value);
        if (__builtin_add_overflow(i, by, &i)) break;
    }
    return base.text() ? Value(std::move(text)) : Value::sequence(std::move(items), base.sequence()->kind);
}

}  // namespace autoglm::helper::jinja
