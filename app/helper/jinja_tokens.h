// The tokens of one tag of a template, and how they are spelled for minja's parser. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autoglm::helper::jinja {

enum class TokenKind { Name, Number, Text, Operator };

struct Token {
    TokenKind kind = TokenKind::Operator;
    std::string text;  ///< of a Text the characters that it stands for

    bool is(std::string_view spelling) const { return kind != TokenKind::Text && text == spelling; }
    bool opens() const { return is("(") || is("[") || is("{"); }
    bool closes() const { return is(")") || is("]") || is("}"); }
};

struct TagTokens {
    std::vector<Token> tokens;
    std::size_t end = 0;  ///< behind the closing bracket
    char sign = ' ';      ///< '-' or '+' before it
};

bool isNameCharacter(char c);

/// Reads from `at` to the first `closing` + "}" outside brackets and texts. Throws std::runtime_error where there is
/// none.
TagTokens readTag(const std::string& source, std::size_t at, char closing);

std::string quoteForMinja(const std::string& text);
std::string spellForMinja(std::vector<Token> tokens);

}  // namespace autoglm::helper::jinja
