#include "app/helper/jinja_evaluate.h"

#include <sys/resource.h>

#include <algorithm>

#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

/// Deeper calls of macros are taken for endless, as Python does at about this depth.
constexpr int deepestCall = 200;

/// Blocks and operations within each other, through all macros, take half of the stack at most, whatever a frame of
/// this build is long; the rest is for what a value is printed with.
class StackRoom {
  public:
    StackRoom() : m_begin(here()) {
        rlimit stack{};
        ::getrlimit(RLIMIT_STACK, &stack);
        m_bytes = static_cast<std::intptr_t>(std::min<rlim_t>(stack.rlim_cur, largestStackBytes) / 2);
    }
    /// At each step further down.
    void check() const {
        if (m_begin - here() > m_bytes) throw TemplateFailure("blocks, operations and macros are nested too deeply");
    }

  private:
    static constexpr rlim_t largestStackBytes = 64U << 20U;  ///< where there is no limit
    static std::intptr_t here() { return reinterpret_cast<std::intptr_t>(__builtin_frame_address(0)); }

    std::intptr_t m_begin;  ///< stacks grow downwards
    std::intptr_t m_bytes = 0;
};

enum class Flow { Next, Break, Continue };

ScopePointer inside(const std::shared_ptr<const Scope>& parent) {
    return std::make_shared<Scope>(Scope{.parent = parent});
}

void assign(const ScopePointer& scope, const std::vector<std::string>& names, const Value& value) {
    if (names.size() == 1) {
        scope->names[names[0]] = value;
        return;
    }
    const std::vector<Value> items = iterate(value);
    if (items.size() != names.size())
        throw TemplateFailure(concat("cannot unpack ", items.size(), " values into ", names.size(), " names"));
    for (std::size_t i = 0; i < names.size(); ++i)
        scope->names[names[i]] = items[i];
}

class Evaluator {
  public:
    Flow render(const Node& node, const ScopePointer& scope, std::string& out);

  private:
    Value evaluate(const Expression& expression, const ScopePointer& scope);
    Value lookUp(const std::string& name, const Scope& scope) const;
    Arguments arguments(const Expression& expression, std::size_t first, const ScopePointer& scope);
    Value call(const Expression& expression, const ScopePointer& scope, const Value* caller = nullptr);
    Value comparison(const Expression& expression, const ScopePointer& scope);
    Value collection(const Expression& expression, const ScopePointer& scope);

    Flow renderAll(const Node& node, const ScopePointer& scope, std::string& out);
    Flow renderIf(const Node& node, const ScopePointer& scope, std::string& out);
    void renderFor(const Node& node, const ScopePointer& scope, std::string& out);
    void renderLoop(const Node& node, const ScopePointer& scope, const Value& iterable, std::int64_t depth,
                    std::string& out);
    void set(const Node& node, const ScopePointer& scope);
    Value macro(const Node& node, const ScopePointer& scope);
    std::string callMacro(const Node& node, const ScopePointer& scope, const Arguments& arguments);
    std::string text(const Node& node, const ScopePointer& scope) {
        std::string out;
        render(node, scope, out);
        return out;
    }

    int m_calls = 0;  ///< of macros, within each other
    const StackRoom m_stack;
};

Value Evaluator::lookUp(const std::string& name, const Scope& scope) const {
    for (const Scope* at = &scope; at; at = at->parent.get())
        if (const auto found = at->names.find(name); found != at->names.end()) return found->second;
    return Value(Undefined{"'" + name + "' is undefined"});
}

Arguments Evaluator::arguments(const Expression& expression, std::size_t first, const ScopePointer& scope) {
    Arguments out;
    for (const auto& [name, value] : expression.named)
        out.named.emplace_back(name, evaluate(*value, scope));
    for (std::size_t i = first; i < expression.items.size(); ++i) {
        const Expression& argument = *expression.items[i];
        if (argument.kind != ExpressionKind::Spread) {
            out.positional.push_back(evaluate(argument, scope));
            continue;
        }
        const Value spread = evaluate(*argument.items[0], scope);
        if (argument.name == "*") {
            std::ranges::copy(iterate(spread), std::back_inserter(out.positional));
        } else {
            for (const Value& key : iterate(spread))
                out.named.emplace_back(str(key), item(spread, key));
        }
    }
    return out;
}

Value Evaluator::call(const Expression& expression, const ScopePointer& scope, const Value* caller) {
    const Value function = evaluate(*expression.items[0], scope);
    requireDefined(function);
    Value called = function;
    if (function.mapping() && function.mapping()->isNamespace) called = attribute(function, "__call__");
    if (!called.function()) throw TemplateFailure(concat("'", typeName(function), "' object is not callable"));
    Arguments given = arguments(expression, 1, scope);
    if (caller) given.named.emplace_back("caller", *caller);
    return (*called.function())(given);
}

Value Evaluator::comparison(const Expression& expression, const ScopePointer& scope) {
    Value left = evaluate(*expression.items[0], scope);
    for (std::size_t i = 0; i < expression.operators.size(); ++i) {
        const Value right = evaluate(*expression.items[i + 1], scope);
        const std::string& name = expression.operators[i];
        bool holds = false;
        if (name == "==" || name == "!=")
            holds = equal(left, right) == (name == "==");
        else if (name == "in" || name == "not in")
            holds = contains(right, left) == (name == "in");
        else if (name == "<")
            holds = less(left, right);
        else if (name == ">")
            holds = less(right, left);
        else
            holds = equal(left, right) && !left.isUndefined() ? true
                    : name == "<="                            ? less(left, right)
                                                              : less(right, left);
        if (!holds) return Value(false);
        left = right;
    }
    return Value(true);
}

Value Evaluator::collection(const Expression& expression, const ScopePointer& scope) {
    std::vector<Value> items;
    for (const ExpressionPointer& entry : expression.items)
        items.push_back(evaluate(*entry, scope));
    if (expression.kind == ExpressionKind::List) return Value::sequence(std::move(items));
    if (expression.kind == ExpressionKind::Tuple) return Value::sequence(std::move(items), SequenceKind::Tuple);
    auto mapping = std::make_shared<Mapping>();
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
        mapping->set(items[i], items[i + 1]);
    return Value(std::move(mapping));
}

Value Evaluator::evaluate(const Expression& expression, const ScopePointer& scope) {
    m_stack.check();
    const auto operand = [&](std::size_t i) { return evaluate(*expression.items[i], scope); };
    switch (expression.kind) {
        case ExpressionKind::Literal:
            return expression.value;
        case ExpressionKind::Name:
            return lookUp(expression.name, *scope);
        case ExpressionKind::List:
        case ExpressionKind::Tuple:
        case ExpressionKind::Mapping:
            return collection(expression, scope);
        case ExpressionKind::Item:
            return item(operand(0), operand(1));
        case ExpressionKind::Attribute:
            return attribute(operand(0), expression.name);
        case ExpressionKind::Slice: {
            std::vector<Value> bounds(4);
            std::vector<const Value*> given(4);
            for (std::size_t i = 0; i < 4; ++i)
                if (expression.items[i]) given[i] = &(bounds[i] = operand(i));
            return slice(bounds[0], given[1], given[2], given[3]);
        }
        case ExpressionKind::Call:
            return call(expression, scope);
        case ExpressionKind::Filter:
            return applyFilter(expression.name, arguments(expression, 0, scope));
        case ExpressionKind::Test:
            return Value(applyTest(expression.name, arguments(expression, 0, scope)));
        case ExpressionKind::Not:
            return Value(!truth(operand(0)));
        case ExpressionKind::Negative:
            return negative(operand(0));
        case ExpressionKind::Spread:
            throw TemplateFailure("* is only understood among the arguments of a call");
        case ExpressionKind::Arithmetic: {
            const Value left = operand(0);
            return arithmetic(expression.name, left, operand(1));
        }
        case ExpressionKind::Concatenate: {
            const std::string left = str(operand(0));
            return Value(left + str(operand(1)));
        }
        case ExpressionKind::Comparison:
            return comparison(expression, scope);
        case ExpressionKind::And:
        case ExpressionKind::Or: {
            const Value left = operand(0);
            return truth(left) == (expression.kind == ExpressionKind::Or) ? left : operand(1);
        }
        case ExpressionKind::Conditional:
            if (truth(operand(0))) return operand(1);
            return expression.items[2] ? operand(2) : Value(Undefined{"the inline if has no else"});
    }
    return {};
}

Flow Evaluator::renderAll(const Node& node, const ScopePointer& scope, std::string& out) {
    for (const NodePointer& body : node.bodies)
        if (const Flow flow = render(*body, scope, out); flow != Flow::Next) return flow;
    return Flow::Next;
}

Flow Evaluator::renderIf(const Node& node, const ScopePointer& scope, std::string& out) {
    for (std::size_t i = 0; i < node.bodies.size(); ++i)
        if (!node.expressions[i] || truth(evaluate(*node.expressions[i], scope)))
            return render(*node.bodies[i], scope, out);
    return Flow::Next;
}

void Evaluator::renderFor(const Node& node, const ScopePointer& scope, std::string& out) {
    renderLoop(node, scope, evaluate(*node.expressions[0], scope), 0, out);
}

/// What 'loop' is in the round `at` of `items`.
Value loopValue(const std::vector<Value>& items, std::size_t at, std::int64_t depth, const Value& recursion) {
    auto loop = std::make_shared<Mapping>();
    loop->isNamespace = true;
    const auto put = [&loop](const char* name, Value value) {
        loop->items.emplace_back(Value(name), std::move(value));
    };
    const auto size = std::ssize(items);
    const auto index = static_cast<std::int64_t>(at);
    put("index", Value(index + 1));
    put("index0", Value(index));
    put("revindex", Value(size - index));
    put("revindex0", Value(size - index - 1));
    put("first", Value(index == 0));
    put("last", Value(index + 1 == size));
    put("length", Value(static_cast<std::int64_t>(size)));
    put("depth", Value(depth + 1));
    put("depth0", Value(depth));
    put("previtem", at > 0 ? items[at - 1] : Value(Undefined{"there is no previous item"}));
    put("nextitem", at + 1 < items.size() ? items[at + 1] : Value(Undefined{"there is no next item"}));
    put("cycle", Value(Function([index](const Arguments& arguments) {
            if (arguments.positional.empty()) throw TemplateFailure("no items for cycling given");
            return arguments.positional[static_cast<std::size_t>(index) % arguments.positional.size()];
        })));
    if (recursion.function()) put("__call__", recursion);
    return Value(std::move(loop));
}

void Evaluator::renderLoop(const Node& node, const ScopePointer& scope, const Value& iterable, std::int64_t depth,
                           std::string& out) {
    if (depth > deepestCall) throw TemplateFailure("a recursive loop calls itself without end");
    std::vector<Value> items = iterate(iterable);
    if (node.expressions[1]) {
        std::erase_if(items, [&](const Value& value) {
            const ScopePointer filter = inside(scope);
            assign(filter, node.names, value);
            return !truth(evaluate(*node.expressions[1], filter));
        });
    }
    if (items.empty()) {
        if (node.bodies[1]) render(*node.bodies[1], inside(scope), out);
        return;
    }
    Value recursion;
    if (node.isRecursive)
        recursion = Value(Function([this, &node, scope, depth](const Arguments& arguments) {
            std::string inner;
            renderLoop(node, scope, arguments.require(0, "iterable"), depth + 1, inner);
            return Value(std::move(inner));
        }));
    auto changed = std::make_shared<std::vector<Value>>();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const ScopePointer round = inside(scope);
        Value loop = loopValue(items, i, depth, recursion);
        loop.mapping()->items.emplace_back(Value("changed"), Value(Function([changed](const Arguments& arguments) {
                                               const bool same =
                                                   std::ranges::equal(*changed, arguments.positional, equal);
                                               *changed = arguments.positional;
                                               return Value(!same);
                                           })));
        round->names["loop"] = std::move(loop);
        assign(round, node.names, items[i]);
        if (render(*node.bodies[0], round, out) == Flow::Break) break;
    }
}

void Evaluator::set(const Node& node, const ScopePointer& scope) {
    const Value value = evaluate(*node.expressions[0], scope);
    if (node.text.empty()) {
        assign(scope, node.names, value);
        return;
    }
    const Value space = lookUp(node.text, *scope);
    requireDefined(space);
    if (!space.mapping() || !space.mapping()->isNamespace)
        throw TemplateFailure("cannot assign attribute on non-namespace object");
    space.mapping()->set(Value(node.names.at(0)), value);
}

std::string Evaluator::callMacro(const Node& node, const ScopePointer& scope, const Arguments& arguments) {
    const std::vector<std::string>& names = node.names;
    if (arguments.positional.size() > names.size())
        throw TemplateFailure(concat("macro '", node.text, "' takes not more than ", names.size(), " argument(s)"));
    if (++m_calls > deepestCall) throw TemplateFailure("the macro '" + node.text + "' calls itself without end");
    const ScopePointer own = inside(scope);
    for (std::size_t i = 0; i < arguments.positional.size(); ++i)
        own->names[names[i]] = arguments.positional[i];
    own->names.emplace("caller", Value(Undefined{"no caller defined"}));
    for (const auto& [name, value] : arguments.named) {
        if (name != "caller" && std::ranges::find(names, name) == names.end())
            throw TemplateFailure(concat("macro '", node.text, "' takes no keyword argument '", name, "'"));
        if (name != "caller" && own->names.contains(name))
            throw TemplateFailure(concat("macro '", node.text, "' got two values for '", name, "'"));
        own->names[name] = value;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (own->names.contains(names[i])) continue;
        const bool hasDefault = node.kind == NodeKind::Macro && node.expressions[i];
        own->names[names[i]] = hasDefault ? evaluate(*node.expressions[i], own)
                                          : Value(Undefined{"parameter '" + names[i] + "' was not provided"});
    }
    std::string out = text(*node.bodies[0], own);
    --m_calls;
    return out;
}

/// The node outlives the value: the tree is kept until rendering has ended.
Value Evaluator::macro(const Node& node, const ScopePointer& scope) {
    return Value(Function(
        [this, &node, scope](const Arguments& arguments) { return Value(callMacro(node, scope, arguments)); }));
}

Flow Evaluator::render(const Node& node, const ScopePointer& scope, std::string& out) {
    m_stack.check();
    switch (node.kind) {
        case NodeKind::Sequence:
            return renderAll(node, scope, out);
        case NodeKind::Scope:
            return renderAll(node, inside(scope), out);
        case NodeKind::Text:
            out += node.text;
            return Flow::Next;
        case NodeKind::Output:
            out += str(evaluate(*node.expressions[0], scope));
            return Flow::Next;
        case NodeKind::If:
            return renderIf(node, scope, out);
        case NodeKind::For:
            renderFor(node, scope, out);
            return Flow::Next;
        case NodeKind::Set:
            set(node, scope);
            return Flow::Next;
        case NodeKind::SetBlock:
            scope->names[node.names[0]] = Value(text(*node.bodies[0], inside(scope)));
            return Flow::Next;
        case NodeKind::Macro:
            scope->names[node.text] = macro(node, scope);
            return Flow::Next;
        case NodeKind::CallBlock: {
            const Value caller = macro(node, scope);
            out += str(call(*node.expressions[0], scope, &caller));
            return Flow::Next;
        }
        case NodeKind::FilterBlock: {
            const ScopePointer filtered = inside(scope);
            filtered->names[filteredName] = Value(text(*node.bodies[0], inside(scope)));
            out += str(evaluate(*node.expressions[0], filtered));
            return Flow::Next;
        }
        case NodeKind::Break:
            return Flow::Break;
        case NodeKind::Continue:
            return Flow::Continue;
    }
    return Flow::Next;
}

}  // namespace

std::string renderTree(const NodePointer& root, const ScopePointer& scope) {
    std::string out;
    if (Evaluator().render(*root, scope, out) != Flow::Next) throw TemplateFailure("break or continue outside a loop");
    return out;
}

}  // namespace autoglm::helper::jinja
