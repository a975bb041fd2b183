#include "app/helper/jinja_dialect.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

namespace autoglm::helper {
namespace {

std::string normalizeNewlines(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        out += text[i] == '\r' ? '\n' : text[i];
    }
    return out;
}

bool isNameCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The end of the string literal that starts at `at`; the end of the text where it is not closed.
std::size_t skipString(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

/// Whether the name that starts at `at` begins an expression: it is no attribute, filter, test or macro's own name.
bool beginsExpression(std::string_view text, std::size_t at) {
    while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1])) != 0)
        --at;
    if (at == 0 || text[at - 1] == '.' || text[at - 1] == '|') return false;
    std::size_t word = at;
    while (word > 0 && isNameCharacter(text[word - 1]))
        --word;
    const std::string_view before = text.substr(word, at - word);
    return before != "macro" && before != "is" && before != "filter" && before != "call";
}

bool isKeyword(std::string_view name) {
    for (const char* keyword : {"if", "elif", "else", "in", "not", "and", "or", "is", "set", "for"})
        if (name == keyword) return true;
    return false;
}

/// Finds the calls of one tag, from `begin` to its end, and notes where parentheses belong.
struct CallFinder {
    std::string_view text;
    std::vector<std::string> before;  ///< what to put in front of each byte

    struct Open {
        std::size_t name = std::string::npos;  ///< where the called name starts; npos for other parentheses
    };

    std::size_t scanTag(std::size_t at) {
        const char closing = text[at + 1] == '{' ? '}' : '%';
        std::vector<Open> open;
        for (at += 2; at < text.size();) {
            const char c = text[at];
            if (open.empty() && c == closing && at + 1 < text.size() && text[at + 1] == '}') return at + 2;
            if (c == '\'' || c == '"') {
                at = skipString(text, at);
            } else if (isNameCharacter(c)) {
                const std::size_t name = at;
                while (at < text.size() && isNameCharacter(text[at]))
                    ++at;
                if (at >= text.size() || text[at] != '(') continue;
                const bool called = !isKeyword(text.substr(name, at - name)) && beginsExpression(text, name);
                open.push_back({called ? name : std::string::npos});
                ++at;
            } else {
                if (c == '(') open.push_back({});
                if (c == ')' && !open.empty()) close(open, at);
                ++at;
            }
        }
        return at;
    }

    void close(std::vector<Open>& open, std::size_t at) {
        const Open call = open.back();
        open.pop_back();
        if (call.name == std::string::npos || at + 1 >= text.size() || (text[at + 1] != '.' && text[at + 1] != '['))
            return;
        before[call.name] += '(';
        before[at + 1] += ')';
    }
};

}  // namespace

std::string toMinjaDialect(const std::string& source) {
    const std::string text = normalizeNewlines(source);
    CallFinder finder{text, std::vector<std::string>(text.size())};
    for (std::size_t at = 0; at + 1 < text.size();) {
        if (text[at] != '{') {
            ++at;
        } else if (text[at + 1] == '#') {
            const std::size_t end = text.find("#}", at + 2);
            at = end == std::string::npos ? text.size() : end + 2;
        } else {
            at = text[at + 1] == '{' || text[at + 1] == '%' ? finder.scanTag(at) : at + 1;
        }
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        out += finder.before[i] + text[i];
    return out;
}

}  // namespace autoglm::helper
