#include "app/helper/jinja_tokens.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>

#include "app/helper/jinja_dialect.h"
#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

bool isSpaceCharacter(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// \x41, \u00e9 and \U0001f600: the character's code in so many hexadecimal digits.
std::size_t codeDigits(char letter) {
    return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

/// Python's escapes; an unknown one keeps its backslash.
void appendEscape(std::string& out, const std::string& source, std::size_t& at) {
    constexpr std::string_view letters = "nrtbfav0\\'\"";
    constexpr std::string_view characters{"\n\r\t\b\f\a\v\0\\'\"", 11};
    const char letter = source[at];
    if (const auto known = letters.find(letter); known != std::string_view::npos) {
        out += characters[known];
    } else if (const std::size_t digits = codeDigits(letter); digits > 0 && at + digits < source.size()) {
        unsigned code = 0;
        const char* first = source.data() + at + 1;
        const auto end = std::from_chars(first, first + digits, code, 16);
        if (end.ptr != first + digits || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            throw std::runtime_error("a text holds a wrong escape");
        out += utf8(static_cast<char32_t>(code));
        at += digits;
    } else if (letter != '\n') {
        out += '\\';
        out += letter;
    }
}

Token readText(const std::string& source, std::size_t& at) {
    const char quote = source[at];
    Token token{TokenKind::Text, ""};
    for (++at; at < source.size() && source[at] != quote; ++at) {
        if (source[at] == '\\' && at + 1 < source.size())
            appendEscape(token.text, source, ++at);
        else
            token.text += source[at];
    }
    if (at >= source.size()) throw std::runtime_error("a text is not closed");
    ++at;
    return token;
}

Token readOperator(const std::string& source, std::size_t& at) {
    for (const char* two : {"==", "!=", "<=", ">=", "//", "**"})
        if (source.compare(at, 2, two) == 0) {
            at += 2;
            return {TokenKind::Operator, two};
        }
    return {TokenKind::Operator, std::string(1, source[at++])};
}

/// minja reads no signed exponents.
std::string withoutExponent(const std::string& number) {
    double value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec != std::errc())
        throw std::runtime_error("the number " + number + " is too large");
    std::array<char, 800> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed);
    const std::string text(digits.data(), end.ptr);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

Token readNumber(const std::string& source, std::size_t& at) {
    Token token{TokenKind::Number, ""};
    const auto digits = [&] {
        for (; at < source.size() && (std::isdigit(static_cast<unsigned char>(source[at])) != 0 || source[at] == '_');
             ++at)
            if (source[at] != '_') token.text += source[at];
    };
    const auto digitAt = [&](std::size_t place) {
        return place < source.size() && std::isdigit(static_cast<unsigned char>(source[place])) != 0;
    };
    digits();
    if (at < source.size() && source[at] == '.' && digitAt(at + 1)) {
        token.text += source[at++];
        digits();
    }
    if (at < source.size() && (source[at] == 'e' || source[at] == 'E')) {
        const std::size_t sign = at + 1 < source.size() && (source[at + 1] == '-' || source[at + 1] == '+') ? 1 : 0;
        if (digitAt(at + 1 + sign)) {
            token.text += source.substr(at, 1 + sign);
            at += 1 + sign;
            digits();
            token.text = withoutExponent(token.text);
        }
    }
    return token;
}

Token readToken(const std::string& source, std::size_t& at) {
    if (source[at] == '\'' || source[at] == '"') return readText(source, at);
    if (std::isdigit(static_cast<unsigned char>(source[at])) != 0) return readNumber(source, at);
    if (!isNameCharacter(source[at])) return readOperator(source, at);
    const std::size_t begin = at;
    while (at < source.size() && isNameCharacter(source[at]))
        ++at;
    return {TokenKind::Name, source.substr(begin, at - begin)};
}

bool isKeyword(const Token& token) {
    constexpr std::array keywords{"if", "elif", "else", "in",  "not",  "and",
                                  "or", "is",   "set",  "for", "call", "recursive"};
    return token.kind == TokenKind::Name && std::ranges::find(keywords, token.text) != keywords.end();
}

// Parsing and evaluating recurse. Jinja itself ends at about 500 operations in a row, 100 brackets or blocks.
constexpr std::size_t deepestBrackets = 100;
constexpr std::size_t mostOperations = 500;
// minja's regular expressions recurse for every character.
constexpr std::size_t longestName = 500;
constexpr std::size_t longestNames = 2000;  ///< of the variables of a for or set tag

/// Rewrites the tokens of one tag.
class Speller {
  public:
    explicit Speller(std::vector<Token> tokens) : m_tokens(std::move(tokens)), m_match(m_tokens.size(), npos) {
        std::vector<std::size_t> open;
        std::size_t operations = 0;
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            if (m_tokens[i].opens()) open.push_back(i);
            if (open.size() > deepestBrackets) throw std::runtime_error("brackets are nested too deeply");
            operations += isOperation(i) ? 1 : 0;
            if (operations > mostOperations)
                throw std::runtime_error(concat("a tag has more than ", mostOperations, " operations"));
            if (m_tokens[i].kind == TokenKind::Name && m_tokens[i].text.size() > longestName)
                throw std::runtime_error(concat("a name has more than ", longestName, " characters"));
            if (!m_tokens[i].closes()) continue;
            if (open.empty()) throw std::runtime_error("a closing bracket has no opening one");
            m_match[open.back()] = i;
            m_match[i] = open.back();
            open.pop_back();
        }
        if (!open.empty()) throw std::runtime_error("a bracket is not closed");
        if (lengthOfNames() > longestNames)
            throw std::runtime_error(concat("the names in a tag have more than ", longestNames, " characters"));
    }

    std::string spell() {
        const std::size_t size = m_tokens.size();
        if (size > 2 && m_tokens[0].is("call") && m_tokens[1].is("("))
            return "call " + std::string(callerName) + "([" + range(2, m_match[1]) + "], " +
                   range(m_match[1] + 1, size) + ")";
        if (size > 2 && m_tokens[0].is("set") && hasComma(equalSign() + 1, size))
            return range(0, equalSign() + 1) + "(" + tupleName + "(" + range(equalSign() + 1, size) + "))";
        return range(0, size);
    }

  private:
    static constexpr std::size_t npos = std::string::npos;

    /// Whether the token makes the tree of its expression one deeper.
    bool isOperation(std::size_t at) const {
        const Token& token = m_tokens[at];
        if (token.opens()) return followsValue(at);
        return isKeyword(token) || (token.kind == TokenKind::Operator && !token.closes() && !token.is(",") &&
                                    !token.is(":") && !token.is("="));
    }

    /// Of what a for or set tag assigns to.
    std::size_t lengthOfNames() const {
        if (m_tokens.empty() || (!m_tokens[0].is("for") && !m_tokens[0].is("set"))) return 0;
        std::size_t length = 0;
        for (const Token& token : m_tokens) {
            if (token.is("in") || token.is("=")) break;
            length += token.text.size();
        }
        return length;
    }

    std::size_t equalSign() const {
        std::size_t at = 0;
        while (at < m_tokens.size() && !m_tokens[at].is("="))
            ++at;
        return at;
    }

    bool hasComma(std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (m_tokens[i].is(",")) return true;
            if (m_tokens[i].opens()) i = m_match[i];
        }
        return false;
    }

    /// A bracket after a value calls or indexes it.
    bool followsValue(std::size_t at) const {
        if (at == 0) return false;
        const Token& before = m_tokens[at - 1];
        return before.closes() || before.kind == TokenKind::Text ||
               (before.kind == TokenKind::Name && !isKeyword(before));
    }

    /// Behind a name, number, text or bracketed value and everything that is attached to it.
    std::size_t endOfOperand(std::size_t at) const {
        at = m_tokens[at].opens() ? m_match[at] + 1 : at + 1;
        while (at < m_tokens.size()) {
            if (m_tokens[at].is("."))
                at += 2;
            else if (m_tokens[at].is("(") || m_tokens[at].is("["))
                at = m_match[at] + 1;
            else
                break;
        }
        return std::min(at, m_tokens.size());
    }

    /// Where the arguments of the test whose name is at `name` begin; npos where it has none.
    std::size_t testArguments(std::size_t name) const {
        const std::size_t next = name + 1;
        if (next >= m_tokens.size() || m_tokens[name].kind != TokenKind::Name || isKeyword(m_tokens[next])) return npos;
        const Token& token = m_tokens[next];
        return token.kind != TokenKind::Operator || token.opens() ? next : npos;
    }

    /// The tokens [begin, end) as minja reads them.
    std::string range(std::size_t begin, std::size_t end) const {
        std::string out;
        std::vector<std::string> pending(end + 1);  // what has to stand in front of a token
        for (std::size_t i = begin; i < end; ++i) {
            const Token& token = m_tokens[i];
            out += pending[i];
            if (token.is("is")) {
                i = spellTest(i, end, out);
            } else if (token.kind == TokenKind::Text) {
                out += spellTexts(i, end);
            } else if (token.is("(") && !followsValue(i)) {
                const std::size_t close = m_match[i];
                const bool isTuple = close == i + 1 || hasComma(i + 1, close);
                out += std::string("(") + (isTuple ? tupleName : groupName) + "(" + range(i + 1, close) + "))";
                i = close;
            } else if (token.is("~")) {
                out += std::string("+ ") + tildeName + " + ";
            } else if (token.is("null")) {
                out += "__null ";
            } else if (token.is(",") && i + 1 < m_tokens.size() && m_tokens[i + 1].closes()) {
                continue;  // minja reads no comma at the end
            } else {
                if (startsCall(i)) {
                    out += '(';
                    pending[m_match[i + 1] + 1] += ')';
                }
                out += token.text;
                const bool staysClose =
                    token.is(".") || token.is("[") || token.is(":");  // minja looks for : and ] at once
                out += staysClose || (i + 1 < end && (m_tokens[i + 1].is("(") || m_tokens[i + 1].is("."))) ? "" : " ";
            }
        }
        return out + pending[end];
    }

    /// f(x) whose result is used at once, f(x).y or f(x)[y], needs parentheses: minja reads nothing behind a call.
    bool startsCall(std::size_t at) const {
        if (m_tokens[at].kind != TokenKind::Name || isKeyword(m_tokens[at])) return false;
        if (at + 1 >= m_tokens.size() || !m_tokens[at + 1].is("(")) return false;
        if (at > 0 && (m_tokens[at - 1].is(".") || m_tokens[at - 1].is("|") || m_tokens[at - 1].is("macro")))
            return false;
        const std::size_t behind = m_match[at + 1] + 1;
        return behind < m_tokens.size() && (m_tokens[behind].is(".") || m_tokens[behind].is("["));
    }

    /// Texts that stand side by side are one.
    std::string spellTexts(std::size_t& at, std::size_t end) const {
        std::string text = m_tokens[at].text;
        while (at + 1 < end && m_tokens[at + 1].kind == TokenKind::Text)
            text += m_tokens[++at].text;
        return quoteForMinja(text) + (at + 1 < end && m_tokens[at + 1].is(".") ? "" : " ");
    }

    /// Returns the last token that belongs to the test.
    std::size_t spellTest(std::size_t at, std::size_t end, std::string& out) const {
        const bool isNegated = at + 1 < end && m_tokens[at + 1].is("not");
        const std::size_t name = at + (isNegated ? 2 : 1);
        const std::size_t first = name < end ? testArguments(name) : npos;
        if (first == npos || first >= end) {
            out += "is ";
            return at;
        }
        const bool inParentheses = m_tokens[first].is("(");
        const std::size_t behind = inParentheses ? m_match[first] + 1 : endOfOperand(first);
        out += std::string(isNegated ? "!= " : "== ") + testName + "(" + quoteForMinja(m_tokens[name].text) + ", " +
               (inParentheses ? range(first + 1, behind - 1) : range(first, behind)) + ") ";
        return behind - 1;
    }

    std::vector<Token> m_tokens;
    std::vector<std::size_t> m_match;
};

}  // namespace

bool isNameCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

TagTokens readTag(const std::string& source, std::size_t at, char closing) {
    TagTokens out;
    int depth = 0;
    while (at < source.size()) {
        if (isSpaceCharacter(source[at])) {
            ++at;
            continue;
        }
        const bool isSigned = source[at] == '-' || (source[at] == '+' && closing == '%');
        const std::size_t bracket = at + (isSigned ? 1 : 0);
        if (depth == 0 && bracket + 1 < source.size() && source[bracket] == closing && source[bracket + 1] == '}') {
            out.end = bracket + 2;
            out.sign = isSigned ? source[at] : ' ';
            return out;
        }
        out.tokens.push_back(readToken(source, at));
        depth += out.tokens.back().opens() ? 1 : out.tokens.back().closes() ? -1 : 0;
    }
    throw std::runtime_error("a tag is not closed");
}

std::string quoteForMinja(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        c == '\n' ? out += "\\n" : out += c;
    }
    return out + "'";
}

std::string spellForMinja(std::vector<Token> tokens) {
    return Speller(std::move(tokens)).spell();
}

}  // namespace autoglm::helper::jinja
