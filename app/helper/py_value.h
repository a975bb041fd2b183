// The values of a template and what Python does with them: truth, text, comparison, arithmetic, items. One thread;
// lists and dictionaries are shared by reference, as there. Errors are exceptions (TemplateFailure), since an
// expression can fail at any depth and renderJinja is the one place that ends all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/json.h"

namespace autoglm::helper::jinja {

struct TemplateFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Value;
struct Arguments;
using Function = std::function<Value(const Arguments&)>;

/// A name or attribute that is not there; `why` is the sentence of the error that using it raises.
struct Undefined {
    std::string why;
};

/// What a Python list, tuple, range, generator or dictionary view is to a template. A generator gives its items once,
/// has no length and is true.
enum class SequenceKind { List, Tuple, Range, Generator, View };
struct Sequence;
struct Mapping;

class Value {
  public:
    using Data = std::variant<Undefined, std::nullptr_t, bool, std::int64_t, double, std::string,
                              std::shared_ptr<Sequence>, std::shared_ptr<Mapping>, std::shared_ptr<Function>>;

    Value() : m_data(nullptr) {}  ///< None
    explicit Value(Undefined undefined) : m_data(std::move(undefined)) {}
    explicit Value(bool value) : m_data(value) {}
    explicit Value(std::int64_t value) : m_data(value) {}
    explicit Value(double value) : m_data(value) {}
    explicit Value(std::string value) : m_data(std::move(value)) {}
    explicit Value(const char* value) : m_data(std::string(value)) {}
    explicit Value(std::shared_ptr<Mapping> value) : m_data(std::move(value)) {}
    explicit Value(Function value) : m_data(std::make_shared<Function>(std::move(value))) {}
    static Value sequence(std::vector<Value> items, SequenceKind kind = SequenceKind::List);
    static Value fromJson(const Json& json);

    template <class T>
    const T* as() const {
        return std::get_if<T>(&m_data);
    }
    const std::string* text() const { return as<std::string>(); }
    /// Null where the value is no sequence, no mapping, no function.
    Sequence* sequence() const;
    Mapping* mapping() const;
    const Function* function() const;
    bool isUndefined() const { return as<Undefined>() != nullptr; }
    bool isNone() const { return as<std::nullptr_t>() != nullptr; }
    bool isNumber() const { return as<bool>() || as<std::int64_t>() || as<double>(); }
    const Data& data() const { return m_data; }

  private:
    Data m_data;
};

struct Sequence {
    std::vector<Value> items;
    SequenceKind kind = SequenceKind::List;
};

struct Mapping {
    std::vector<std::pair<Value, Value>> items;
    bool isNamespace = false;

    const Value* find(const Value& key) const;
    void set(const Value& key, Value value);
};

/// What a function, filter, test or method is called with.
struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> named;

    /// The argument at `index` or called `name`; null where neither was given.
    const Value* find(std::size_t index, std::string_view name) const;
    const Value& require(std::size_t index, std::string_view name) const;
    /// The argument as text, a whole number or a truth value; `otherwise` where it was not given.
    std::string text(std::size_t index, std::string_view name, const std::string& otherwise) const;
    std::int64_t integer(std::size_t index, std::string_view name, std::int64_t otherwise) const;
    bool truth(std::size_t index, std::string_view name, bool otherwise) const;
};

/// Counts how deep a walk through values within values is; beyond what the stack is sure to hold it is a
/// TemplateFailure.
class Descent {
  public:
    Descent();
    ~Descent() { --depth; }
    Descent(const Descent&) = delete;
    Descent& operator=(const Descent&) = delete;

  private:
    static inline int depth = 0;
};

/// Raises the error of an undefined value; nothing for any other.
void requireDefined(const Value& value);
const char* typeName(const Value& value);  ///< as Python's errors call it

bool truth(const Value& value);
std::string str(const Value& value);
std::string repr(const Value& value);
std::string floatRepr(double value);
bool equal(const Value& a, const Value& b);
bool less(const Value& a, const Value& b);
bool contains(const Value& container, const Value& item);
std::vector<Value> iterate(const Value& value);
std::int64_t length(const Value& value);
std::int64_t asInteger(const Value& value);
double asFloat(const Value& value);
std::int64_t truncated(double number);  ///< as int() does; what does not fit 64 bits is a TemplateFailure

/// +, -, *, /, //, %, **
Value arithmetic(std::string_view op, const Value& a, const Value& b);
Value negative(const Value& value);

/// base[index] and base.name as Jinja finds them; undefined where there is none.
Value item(const Value& base, const Value& index);
Value attribute(const Value& base, const std::string& name);
/// base[begin:end:step]; null pointers stand for what was left out.
Value slice(const Value& base, const Value* begin, const Value* end, const Value* step);

/// json.dumps; `separators` may be null.
std::string toJsonText(const Value& value, const Arguments& options);

}  // namespace autoglm::helper::jinja
