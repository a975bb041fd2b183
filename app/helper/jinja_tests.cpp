// x is NAME: Jinja's tests (jinja.palletsprojects.com/en/stable/templates/#builtin-tests).
#include <map>

#include "app/helper/jinja_evaluate.h"
#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

using Test = bool (*)(const Value&, const Arguments&);

const Value& other(const Arguments& arguments) {
    return arguments.require(1, "other");
}

bool lessOrEqual(const Value& a, const Value& b) {
    return !less(b, a);
}

bool isSequence(const Value& value) {
    const Sequence* sequence = value.sequence();
    const bool hasItems = sequence && sequence->kind != SequenceKind::Generator && sequence->kind != SequenceKind::View;
    return hasItems || value.text() || value.isUndefined() || (value.mapping() && !value.mapping()->isNamespace);
}

bool isIterable(const Value& value) {
    return isSequence(value) || value.sequence();
}

bool isSame(const Value& a, const Value& b) {
    if (a.sequence() || a.mapping()) return a.sequence() == b.sequence() && a.mapping() == b.mapping();
    return a.data().index() == b.data().index() && equal(a, b);
}

const std::map<std::string_view, Test>& tests() {
    using V = const Value&;
    using A = const Arguments&;
    static const Test equals = [](V v, A a) { return equal(v, other(a)); };
    static const Test differs = [](V v, A a) { return !equal(v, other(a)); };
    static const Test isLess = [](V v, A a) { return less(v, other(a)); };
    static const Test isGreater = [](V v, A a) { return less(other(a), v); };
    static const Test isAtMost = [](V v, A a) { return lessOrEqual(v, other(a)); };
    static const Test isAtLeast = [](V v, A a) { return lessOrEqual(other(a), v); };
    static const std::map<std::string_view, Test> table{
        {"defined", [](V v, A) { return !v.isUndefined(); }},
        {"undefined", [](V v, A) { return v.isUndefined(); }},
        {"none", [](V v, A) { return v.isNone(); }},
        {"boolean", [](V v, A) { return v.as<bool>() != nullptr; }},
        {"true", [](V v, A) { return v.as<bool>() && *v.as<bool>(); }},
        {"false", [](V v, A) { return v.as<bool>() && !*v.as<bool>(); }},
        {"integer", [](V v, A) { return v.as<std::int64_t>() != nullptr; }},
        {"float", [](V v, A) { return v.as<double>() != nullptr; }},
        {"number", [](V v, A) { return v.isNumber(); }},
        {"string", [](V v, A) { return v.text() != nullptr; }},
        {"mapping", [](V v, A) { return v.mapping() && !v.mapping()->isNamespace; }},
        {"sequence", [](V v, A) { return isSequence(v); }},
        {"iterable", [](V v, A) { return isIterable(v); }},
        {"callable", [](V v, A) { return v.function() != nullptr || v.isUndefined(); }},
        {"even", [](V v, A) { return equal(arithmetic("%", v, Value(std::int64_t{2})), Value(std::int64_t{0})); }},
        {"odd", [](V v, A) { return equal(arithmetic("%", v, Value(std::int64_t{2})), Value(std::int64_t{1})); }},
        {"divisibleby",
         [](V v, A a) { return equal(arithmetic("%", v, a.require(1, "num")), Value(std::int64_t{0})); }},
        {"in", [](V v, A a) { return contains(a.require(1, "seq"), v); }},
        {"sameas", [](V v, A a) { return isSame(v, other(a)); }},
        {"upper", [](V v, A) { return str(v) == upper(str(v)) && str(v) != lower(str(v)); }},
        {"lower", [](V v, A) { return str(v) == lower(str(v)) && str(v) != upper(str(v)); }},
        {"filter", [](V v, A) { return hasFilter(str(v)); }},
        {"test", [](V v, A) { return hasTest(str(v)); }},
        {"eq", equals},
        {"equalto", equals},
        {"==", equals},
        {"ne", differs},
        {"!=", differs},
        {"lt", isLess},
        {"lessthan", isLess},
        {"<", isLess},
        {"gt", isGreater},
        {"greaterthan", isGreater},
        {">", isGreater},
        {"le", isAtMost},
        {"<=", isAtMost},
        {"ge", isAtLeast},
        {">=", isAtLeast},
    };
    return table;
}

}  // namespace

bool hasTest(const std::string& name) {
    return tests().contains(name);
}

bool applyTest(const std::string& name, const Arguments& arguments) {
    const auto found = tests().find(name);
    if (found == tests().end()) throw TemplateFailure("no test named '" + name + "' is known here");
    return found->second(arguments.require(0, "value"), arguments);
}

}  // namespace autoglm::helper::jinja
