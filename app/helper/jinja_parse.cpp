// minja as a parser: its tree, whose members are private, is read and rebuilt as ours. Its own evaluation is not used:
// it knows no undefined value, no tuples and no characters, and takes None, {} and 0 for one another
// (core/text/README.md).
#include <map>
#include <regex>
#include <string_view>

namespace autoglm::helper::jinja {

/// minja looks for each token in all that follows, then asks whether it stands right here: time grows with the square
/// of a template's length. Only the next tag is to be looked for.
constexpr std::regex_constants::match_flag_type searchFlags(std::string_view pattern) {
    return pattern == "non_text_open_regex" ? std::regex_constants::match_default
                                            : std::regex_constants::match_continuous;
}

}  // namespace autoglm::helper::jinja

#define regex_search(begin, end, match, pattern) \
    regex_search(begin, end, match, pattern, ::autoglm::helper::jinja::searchFlags(#pattern))
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
#undef regex_search

#include "app/helper/jinja_dialect.h"
#include "app/helper/jinja_tree.h"

namespace autoglm::helper::jinja {
namespace {

using Parsed = std::shared_ptr<minja::Expression>;
using ParsedNode = std::shared_ptr<minja::TemplateNode>;

/// An explicit instantiation may name a private member; it defines read(), which anyone may call.
template <class Tag, auto Member>
struct Opens {
    friend auto& read(Tag, const typename Tag::Owner& owner) { return owner.*Member; }
};
#define AUTOGLM_OPEN(tag, owner, member)      \
    struct tag {                              \
        using Owner = minja::owner;           \
        friend auto& read(tag, const Owner&); \
    };                                        \
    template struct Opens<tag, &minja::owner::member>
AUTOGLM_OPEN(LiteralValue, LiteralExpr, value);
AUTOGLM_OPEN(ArrayElements, ArrayExpr, elements);
AUTOGLM_OPEN(DictElements, DictExpr, elements);
AUTOGLM_OPEN(SubscriptBase, SubscriptExpr, base);
AUTOGLM_OPEN(SubscriptIndex, SubscriptExpr, index);
AUTOGLM_OPEN(BinaryLeft, BinaryOpExpr, left);
AUTOGLM_OPEN(BinaryRight, BinaryOpExpr, right);
AUTOGLM_OPEN(BinaryOp, BinaryOpExpr, op);
AUTOGLM_OPEN(IfCondition, IfExpr, condition);
AUTOGLM_OPEN(IfThen, IfExpr, then_expr);
AUTOGLM_OPEN(IfElse, IfExpr, else_expr);
AUTOGLM_OPEN(MethodObject, MethodCallExpr, object);
AUTOGLM_OPEN(MethodName, MethodCallExpr, method);
AUTOGLM_OPEN(MethodArguments, MethodCallExpr, args);
AUTOGLM_OPEN(FilterParts, FilterExpr, parts);
AUTOGLM_OPEN(SequenceChildren, SequenceNode, children);
AUTOGLM_OPEN(TextText, TextNode, text);
AUTOGLM_OPEN(OutputExpr, ExpressionNode, expr);
AUTOGLM_OPEN(IfCascade, IfNode, cascade);
AUTOGLM_OPEN(ControlType, LoopControlNode, control_type_);
AUTOGLM_OPEN(ForNames, ForNode, var_names);
AUTOGLM_OPEN(ForIterable, ForNode, iterable);
AUTOGLM_OPEN(ForCondition, ForNode, condition);
AUTOGLM_OPEN(ForBody, ForNode, body);
AUTOGLM_OPEN(ForRecursive, ForNode, recursive);
AUTOGLM_OPEN(ForElse, ForNode, else_body);
AUTOGLM_OPEN(MacroName, MacroNode, name);
AUTOGLM_OPEN(MacroParameters, MacroNode, params);
AUTOGLM_OPEN(MacroBody, MacroNode, body);
AUTOGLM_OPEN(BlockFilter, FilterNode, filter);
AUTOGLM_OPEN(BlockBody, FilterNode, body);
AUTOGLM_OPEN(SetSpace, SetNode, ns);
AUTOGLM_OPEN(SetNames, SetNode, var_names);
AUTOGLM_OPEN(SetValue, SetNode, value);
AUTOGLM_OPEN(SetBlockName, SetTemplateNode, name);
AUTOGLM_OPEN(SetBlockBody, SetTemplateNode, template_value);
AUTOGLM_OPEN(CallExpression, CallNode, expr);
AUTOGLM_OPEN(CallBody, CallNode, body);
#undef AUTOGLM_OPEN

template <class T, class Base>
const T* cast(const std::shared_ptr<Base>& pointer) {
    return dynamic_cast<const T*>(pointer.get());
}

ExpressionPointer make(Expression expression) {
    return std::make_shared<const Expression>(std::move(expression));
}

ExpressionPointer convert(const Parsed& parsed);
NodePointer convert(const ParsedNode& parsed);

const minja::VariableExpr& nameOf(const Parsed& parsed) {
    if (const auto* name = cast<minja::VariableExpr>(parsed)) return *name;
    throw std::runtime_error("a name was expected behind | or 'is'");
}

void addArguments(Expression& out, const minja::ArgumentsExpression& arguments) {
    for (const Parsed& argument : arguments.args)
        out.items.push_back(convert(argument));
    for (const auto& [name, value] : arguments.kwargs)
        out.named.emplace_back(name, convert(value));
}

/// Applies `wrap` to the operand that Jinja would: filters and tests bind closer than any operator outside parentheses,
/// other operators closer than those in `looser`.
template <class Wrap>
ExpressionPointer onLastOperand(const ExpressionPointer& expression, const Wrap& wrap, std::string_view looser = "") {
    const bool isOperation = (expression->kind == ExpressionKind::Arithmetic &&
                              (looser.empty() || looser.find(expression->name) != looser.npos)) ||
                             (expression->kind == ExpressionKind::Concatenate && looser.empty());
    if (!isOperation || expression->isGrouped) return wrap(expression);
    Expression out = *expression;
    out.items[1] = onLastOperand(out.items[1], wrap, looser);
    return make(std::move(out));
}

/// `part` of a filter chain: a name, a call, or either with arithmetic behind it that minja took for a part of it.
ExpressionPointer applyFilter(const ExpressionPointer& value, const Parsed& part) {
    if (const auto* operation = cast<minja::BinaryOpExpr>(part)) {
        const Parsed left = read(BinaryLeft{}, *operation);
        Expression out = *convert(part);
        out.items[0] = applyFilter(value, left);
        return make(std::move(out));
    }
    const auto* call = cast<minja::CallExpr>(part);
    const std::string name = nameOf(call ? call->object : part).get_name();
    return onLastOperand(value, [&](const ExpressionPointer& operand) {
        Expression out{.kind = ExpressionKind::Filter, .name = name, .items = {operand}};
        if (call) addArguments(out, call->args);
        return make(std::move(out));
    });
}

ExpressionPointer convertTest(const ExpressionPointer& value, const std::string& name,
                              const minja::ArgumentsExpression* arguments, bool isNegated) {
    return onLastOperand(value, [&](const ExpressionPointer& operand) {
        Expression out{.kind = ExpressionKind::Test, .name = name, .items = {operand}};
        if (arguments) addArguments(out, *arguments);
        if (!isNegated) return make(std::move(out));
        return make({.kind = ExpressionKind::Not, .items = {make(std::move(out))}});
    });
}

/// x == __test('name', ...) of the dialect.
const minja::CallExpr* testCall(const Parsed& right) {
    const auto* call = cast<minja::CallExpr>(right);
    const auto* name = call ? cast<minja::VariableExpr>(call->object) : nullptr;
    return name && name->get_name() == testName ? call : nullptr;
}

ExpressionPointer convertComparison(ExpressionPointer left, const std::string& name, ExpressionPointer right) {
    if (left->kind == ExpressionKind::Comparison && !left->isGrouped) {  // a < b < c
        Expression chain = *left;
        chain.items.push_back(std::move(right));
        chain.operators.push_back(name);
        return make(std::move(chain));
    }
    return make(
        {.kind = ExpressionKind::Comparison, .items = {std::move(left), std::move(right)}, .operators = {name}});
}

ExpressionPointer convertArithmetic(const ExpressionPointer& left, const std::string& name, ExpressionPointer right) {
    const bool isTilde = left->kind == ExpressionKind::Arithmetic && !left->isGrouped && name == "+" &&
                         left->items[1]->kind == ExpressionKind::Name && left->items[1]->name == tildeName;
    if (isTilde)
        return onLastOperand(
            left->items[0],
            [&](const ExpressionPointer& operand) {
                return make({.kind = ExpressionKind::Concatenate, .items = {operand, right}});
            },
            "+-");
    const auto combine = [&](const ExpressionPointer& operand) {
        return make({.kind = ExpressionKind::Arithmetic, .name = name, .items = {operand, right}});
    };
    if (name != "**") return combine(left);
    // ** stands on the level of * in minja, above it in Jinja, and both take it from the left.
    const bool isProduct = left->kind == ExpressionKind::Arithmetic && left->name != "**" && !left->isGrouped;
    if (!isProduct) return combine(left);
    Expression product = *left;
    product.items[1] = combine(product.items[1]);
    return make(std::move(product));
}

ExpressionPointer convertBinary(const minja::BinaryOpExpr& binary) {
    using Op = minja::BinaryOpExpr::Op;
    static const std::map<Op, const char*> arithmetic{{Op::Add, "+"},    {Op::Sub, "-"}, {Op::Mul, "*"},
                                                      {Op::Div, "/"},    {Op::Mod, "%"}, {Op::DivDiv, "//"},
                                                      {Op::MulMul, "**"}};
    static const std::map<Op, const char*> comparisons{{Op::Eq, "=="}, {Op::Ne, "!="},       {Op::Lt, "<"},
                                                       {Op::Gt, ">"},  {Op::Le, "<="},       {Op::Ge, ">="},
                                                       {Op::In, "in"}, {Op::NotIn, "not in"}};
    const Op op = read(BinaryOp{}, binary);
    const Parsed& right = read(BinaryRight{}, binary);
    const ExpressionPointer left = convert(read(BinaryLeft{}, binary));
    if (op == Op::Is || op == Op::IsNot) return convertTest(left, nameOf(right).get_name(), nullptr, op == Op::IsNot);
    if (const auto* test = testCall(right)) {
        minja::ArgumentsExpression arguments = test->args;
        const auto* name = cast<minja::LiteralExpr>(arguments.args.at(0));
        arguments.args.erase(arguments.args.begin());
        return convertTest(left, read(LiteralValue{}, *name).get<std::string>(), &arguments, op == Op::Ne);
    }
    if (op == Op::And || op == Op::Or)
        return make(
            {.kind = op == Op::And ? ExpressionKind::And : ExpressionKind::Or, .items = {left, convert(right)}});
    if (const auto found = arithmetic.find(op); found != arithmetic.end())
        return convertArithmetic(left, found->second, convert(right));
    return convertComparison(left, comparisons.at(op), convert(right));
}

ExpressionPointer convertCall(const minja::CallExpr& call) {
    if (const auto* name = cast<minja::VariableExpr>(call.object)) {
        if (name->get_name() == groupName && call.args.args.size() == 1) {
            Expression inner = *convert(call.args.args[0]);
            inner.isGrouped = true;
            return make(std::move(inner));
        }
        if (name->get_name() == tupleName) {
            Expression tuple{.kind = ExpressionKind::Tuple};
            addArguments(tuple, call.args);
            return make(std::move(tuple));
        }
    }
    Expression out{.kind = ExpressionKind::Call, .items = {convert(call.object)}};
    addArguments(out, call.args);
    return make(std::move(out));
}

ExpressionPointer convertSubscript(const minja::SubscriptExpr& subscript) {
    const Parsed& index = read(SubscriptIndex{}, subscript);
    const ExpressionPointer base = convert(read(SubscriptBase{}, subscript));
    const auto orNull = [](const Parsed& parsed) { return parsed ? convert(parsed) : nullptr; };
    if (const auto* slice = cast<minja::SliceExpr>(index))
        return make({.kind = ExpressionKind::Slice,
                     .items = {base, orNull(slice->start), orNull(slice->end), orNull(slice->step)}});
    // x.name and x['name'] differ in Jinja; minja gives the key of the first the place of the whole expression.
    const auto* literal = cast<minja::LiteralExpr>(index);
    if (literal && index->location.pos == subscript.location.pos && read(LiteralValue{}, *literal).is_string())
        return make({.kind = ExpressionKind::Attribute,
                     .name = read(LiteralValue{}, *literal).get<std::string>(),
                     .items = {base}});
    return make({.kind = ExpressionKind::Item, .items = {base, convert(index)}});
}

ExpressionPointer convertName(const std::string& name) {
    if (name == "none") return make({.kind = ExpressionKind::Literal});
    return make({.kind = ExpressionKind::Name, .name = name});
}

ExpressionPointer convertUnary(const minja::UnaryOpExpr& unary) {
    using Op = minja::UnaryOpExpr::Op;
    const ExpressionPointer operand = convert(unary.expr);
    if (unary.op == Op::LogicalNot) return make({.kind = ExpressionKind::Not, .items = {operand}});
    if (unary.op == Op::Minus) return make({.kind = ExpressionKind::Negative, .items = {operand}});
    if (unary.op == Op::Plus) return operand;
    return make({.kind = ExpressionKind::Spread, .name = unary.op == Op::Expansion ? "*" : "**", .items = {operand}});
}

ExpressionPointer convertConditional(const minja::IfExpr& conditional) {
    const Parsed& otherwise = read(IfElse{}, conditional);
    return make({.kind = ExpressionKind::Conditional,
                 .items = {convert(read(IfCondition{}, conditional)), convert(read(IfThen{}, conditional)),
                           otherwise ? convert(otherwise) : nullptr}});
}

ExpressionPointer convertFilters(const std::vector<Parsed>& parts) {
    ExpressionPointer out = convert(parts.at(0));
    for (std::size_t i = 1; i < parts.size(); ++i)
        out = applyFilter(out, parts[i]);
    return out;
}

ExpressionPointer convertCollection(const Parsed& parsed) {
    Expression out{.kind = ExpressionKind::List};
    if (const auto* array = cast<minja::ArrayExpr>(parsed)) {
        for (const Parsed& element : read(ArrayElements{}, *array))
            out.items.push_back(convert(element));
        return make(std::move(out));
    }
    const auto* dict = cast<minja::DictExpr>(parsed);
    if (!dict) throw std::runtime_error("an expression of an unknown kind");
    out.kind = ExpressionKind::Mapping;
    for (const auto& [key, value] : read(DictElements{}, *dict)) {
        out.items.push_back(convert(key));
        out.items.push_back(convert(value));
    }
    return make(std::move(out));
}

ExpressionPointer convertMethod(const minja::MethodCallExpr& method) {
    const ExpressionPointer callee = make({.kind = ExpressionKind::Attribute,
                                           .name = read(MethodName{}, method)->get_name(),
                                           .items = {convert(read(MethodObject{}, method))}});
    Expression out{.kind = ExpressionKind::Call, .items = {callee}};
    addArguments(out, read(MethodArguments{}, method));
    return make(std::move(out));
}

ExpressionPointer convert(const Parsed& parsed) {
    if (!parsed) throw std::runtime_error("an expression is missing");
    if (const auto* name = cast<minja::VariableExpr>(parsed)) return convertName(name->get_name());
    if (const auto* literal = cast<minja::LiteralExpr>(parsed))
        return make({.kind = ExpressionKind::Literal,
                     .value = Value::fromJson(read(LiteralValue{}, *literal).get<nlohmann::ordered_json>())});
    if (const auto* binary = cast<minja::BinaryOpExpr>(parsed)) return convertBinary(*binary);
    if (const auto* unary = cast<minja::UnaryOpExpr>(parsed)) return convertUnary(*unary);
    if (const auto* subscript = cast<minja::SubscriptExpr>(parsed)) return convertSubscript(*subscript);
    if (const auto* method = cast<minja::MethodCallExpr>(parsed)) return convertMethod(*method);
    if (const auto* call = cast<minja::CallExpr>(parsed)) return convertCall(*call);
    if (const auto* filter = cast<minja::FilterExpr>(parsed)) return convertFilters(read(FilterParts{}, *filter));
    if (const auto* conditional = cast<minja::IfExpr>(parsed)) return convertConditional(*conditional);
    return convertCollection(parsed);
}

NodePointer make(Node node) {
    return std::make_shared<const Node>(std::move(node));
}

NodePointer bodyOrNull(const ParsedNode& parsed) {
    return parsed ? convert(parsed) : nullptr;
}

NodePointer convertFor(const minja::ForNode& loop) {
    const Parsed& condition = read(ForCondition{}, loop);
    return make({.kind = NodeKind::For,
                 .names = read(ForNames{}, loop),
                 .expressions = {convert(read(ForIterable{}, loop)), condition ? convert(condition) : nullptr},
                 .bodies = {convert(read(ForBody{}, loop)), bodyOrNull(read(ForElse{}, loop))},
                 .isRecursive = read(ForRecursive{}, loop)});
}

NodePointer convertMacro(const minja::MacroNode& macro) {
    Node out{.kind = NodeKind::Macro, .text = read(MacroName{}, macro)->get_name()};
    for (const auto& [name, value] : read(MacroParameters{}, macro)) {
        out.names.push_back(name);
        out.expressions.push_back(value ? convert(value) : nullptr);
    }
    out.bodies = {convert(read(MacroBody{}, macro))};
    return make(std::move(out));
}

NodePointer convertCallBlock(const minja::CallNode& block) {
    Node out{.kind = NodeKind::CallBlock, .bodies = {convert(read(CallBody{}, block))}};
    ExpressionPointer call = convert(read(CallExpression{}, block));
    if (call->kind == ExpressionKind::Call && call->items[0]->name == callerName && call->items.size() == 3) {
        for (const ExpressionPointer& name : call->items[1]->items)
            out.names.push_back(name->name);
        call = call->items[2];
    }
    if (call->kind != ExpressionKind::Call) throw std::runtime_error("a call block calls nothing");
    out.expressions = {call};
    return make(std::move(out));
}

NodePointer convertFilterBlock(const minja::FilterNode& block) {
    const ExpressionPointer text = make({.kind = ExpressionKind::Name, .name = filteredName});
    const Parsed& filter = read(BlockFilter{}, block);
    const auto* chain = cast<minja::FilterExpr>(filter);
    ExpressionPointer applied = text;
    for (const Parsed& part : chain ? read(FilterParts{}, *chain) : std::vector{filter})
        applied = applyFilter(applied, part);
    return make(
        {.kind = NodeKind::FilterBlock, .expressions = {applied}, .bodies = {convert(read(BlockBody{}, block))}});
}

NodePointer convertSequence(const minja::SequenceNode& sequence, NodeKind kind) {
    Node out{.kind = kind};
    for (const ParsedNode& child : read(SequenceChildren{}, sequence)) {
        // A sequence inside a sequence was a generation block.
        const auto* inner = cast<minja::SequenceNode>(child);
        out.bodies.push_back(inner ? convertSequence(*inner, NodeKind::Scope) : convert(child));
    }
    return make(std::move(out));
}

NodePointer convertIf(const minja::IfNode& node) {
    Node out{.kind = NodeKind::If};
    for (const auto& [condition, body] : read(IfCascade{}, node)) {
        out.expressions.push_back(condition ? convert(condition) : nullptr);
        out.bodies.push_back(convert(body));
    }
    return make(std::move(out));
}

NodePointer convert(const ParsedNode& parsed) {
    if (const auto* sequence = cast<minja::SequenceNode>(parsed)) return convertSequence(*sequence, NodeKind::Sequence);
    if (const auto* text = cast<minja::TextNode>(parsed))
        return make({.kind = NodeKind::Text, .text = read(TextText{}, *text)});
    if (const auto* output = cast<minja::ExpressionNode>(parsed))
        return make({.kind = NodeKind::Output, .expressions = {convert(read(OutputExpr{}, *output))}});
    if (const auto* node = cast<minja::IfNode>(parsed)) return convertIf(*node);
    if (const auto* loop = cast<minja::ForNode>(parsed)) return convertFor(*loop);
    if (const auto* control = cast<minja::LoopControlNode>(parsed))
        return make({.kind = read(ControlType{}, *control) == minja::LoopControlType::Break ? NodeKind::Break
                                                                                            : NodeKind::Continue});
    if (const auto* macro = cast<minja::MacroNode>(parsed)) return convertMacro(*macro);
    if (const auto* set = cast<minja::SetNode>(parsed))
        return make({.kind = NodeKind::Set,
                     .text = read(SetSpace{}, *set),
                     .names = read(SetNames{}, *set),
                     .expressions = {convert(read(SetValue{}, *set))}});
    if (const auto* set = cast<minja::SetTemplateNode>(parsed))
        return make({.kind = NodeKind::SetBlock,
                     .names = {read(SetBlockName{}, *set)},
                     .bodies = {convert(read(SetBlockBody{}, *set))}});
    if (const auto* block = cast<minja::FilterNode>(parsed)) return convertFilterBlock(*block);
    const auto* call = cast<minja::CallNode>(parsed);
    if (!call) throw std::runtime_error("a tag of an unknown kind");
    return convertCallBlock(*call);
}

}  // namespace

NodePointer parseTemplate(const std::string& dialect) {
    const minja::Options options{.trim_blocks = false, .lstrip_blocks = false, .keep_trailing_newline = true};
    return convert(minja::Parser::parse(dialect, options));
}

}  // namespace autoglm::helper::jinja
