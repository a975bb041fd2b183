// A template as a tree: what minja's parser found, in the form that the evaluator walks. Immutable, any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/helper/py_value.h"

namespace autoglm::helper::jinja {

struct Expression;
using ExpressionPointer = std::shared_ptr<const Expression>;

enum class ExpressionKind {
    Literal,      ///< value
    Name,         ///< name
    List,         ///< items
    Tuple,        ///< items
    Mapping,      ///< items: key, value, key, value, ...
    Item,         ///< items: base, index
    Slice,        ///< items: base, begin, end, step; null where left out
    Attribute,    ///< items[0].name
    Call,         ///< items[0](items[1...], named)
    Filter,       ///< items[0] | name(items[1...], named)
    Test,         ///< items[0] is name(items[1...])
    Not,          ///< items[0]
    Negative,     ///< items[0]
    Spread,       ///< *items[0] or, with name "**", **items[0], among the arguments of a call
    Arithmetic,   ///< items[0] name items[1]
    Concatenate,  ///< items[0] ~ items[1]
    Comparison,   ///< items[0] operators[0] items[1] operators[1] items[2] ...
    And,
    Or,
    Conditional,  ///< items: condition, then, else (null: undefined)
};

struct Expression {
    ExpressionKind kind = ExpressionKind::Literal;
    std::string name{};
    Value value{};
    std::vector<ExpressionPointer> items{};
    std::vector<std::pair<std::string, ExpressionPointer>> named{};
    std::vector<std::string> operators{};
    bool isGrouped = false;  ///< stood in parentheses
};

struct Node;
using NodePointer = std::shared_ptr<const Node>;

enum class NodeKind {
    Sequence,     ///< bodies
    Scope,        ///< bodies, in a scope of their own
    Text,         ///< text
    Output,       ///< expressions[0]
    If,           ///< expressions[i] (null: else) guards bodies[i]
    For,          ///< names in expressions[0] if expressions[1] (may be null): bodies[0], else bodies[1] (may be null)
    Set,          ///< names, or text.names[0] of a namespace, = expressions[0]
    SetBlock,     ///< names[0] = the text of bodies[0]
    Macro,        ///< text is its name; names with expressions as defaults (may be null); bodies[0]
    CallBlock,    ///< expressions[0] is a call; names are the body's parameters; bodies[0]
    FilterBlock,  ///< expressions[0]: a filter applied to the name that `filteredName` says
    Break,
    Continue,
};

inline constexpr const char* filteredName = "filtered block";  ///< no template can spell this name

struct Node {
    NodeKind kind = NodeKind::Sequence;
    std::string text{};
    std::vector<std::string> names{};
    std::vector<ExpressionPointer> expressions{};
    std::vector<NodePointer> bodies{};
    bool isRecursive = false;
};

/// Parses what toMinjaDialect wrote. Throws std::exception with minja's report.
NodePointer parseTemplate(const std::string& dialect);

}  // namespace autoglm::helper::jinja
