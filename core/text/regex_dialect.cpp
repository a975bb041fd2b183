#include "core/text/regex_dialect.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/base/utf8.h"

namespace autoglm::text {
namespace {

constexpr const char* wordClass = R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{B2}\x{B3}\x{B9}\x{BC}-\x{BE})";

struct NamedClass {
    std::string_view name;
    const char* members;
};
constexpr std::array<NamedClass, 11> posixClasses = {{{"alpha", R"(\p{Alphabetic})"},
                                                      {"alnum", R"(\p{Alphabetic}\p{Nd})"},
                                                      {"blank", R"(\t\p{Zs})"},
                                                      {"cntrl", R"(\p{Cc})"},
                                                      {"digit", R"(\p{Nd})"},
                                                      {"lower", R"(\p{Lowercase})"},
                                                      {"punct", R"(\p{P}\p{S})"},
                                                      {"space", R"(\p{White_Space})"},
                                                      {"upper", R"(\p{Uppercase})"},
                                                      {"word", wordClass},
                                                      {"xdigit", "0-9a-fA-F"}}};

/// PCRE2 takes \p{Han} as the characters that are used with that script; Oniguruma as those that belong to it.
constexpr std::array<std::string_view, 24> scripts = {
    "Arabic",   "Armenian", "Bengali",  "Bopomofo", "Common",    "Cyrillic", "Devanagari", "Ethiopic",
    "Georgian", "Greek",    "Gujarati", "Gurmukhi", "Han",       "Hangul",   "Hebrew",     "Hiragana",
    "Kannada",  "Katakana", "Khmer",    "Latin",    "Malayalam", "Tamil",    "Telugu",     "Thai"};

class Translation {
  public:
    explicit Translation(const std::string& pattern) : m_pattern(pattern) {}

    Result<std::string> run() {
        while (m_at < m_pattern.size())
            AUTOGLM_CHECK(m_inClass ? classMember() : element());
        return std::move(m_out);
    }

  private:
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_pattern.size() ? m_pattern[m_at + ahead] : '\0'; }

    std::unexpected<Error> differs(const std::string& construct) const {
        return fail(ErrorCode::Unsupported,
                    "the tokenizer's pattern uses " + construct +
                        ", which this release cannot read as the tokenizers library does; the pattern is " + m_pattern);
    }

    void atom(std::string_view text) {
        m_atom = m_out.size();
        m_out += text;
    }

    Status element() {
        switch (peek()) {
            case '\\':
                return escape();
            case '[':
                m_inClass = true;
                m_atom = m_out.size();
                m_out += '[';
                ++m_at;
                // "[^]...]" and "[]...]": the bracket is a member.
                if (peek() == '^') copy();
                if (peek() == ']') copy();
                return {};
            case '(':
                m_groups.push_back(m_out.size());
                return openGroup();
            case ')':
                if (!m_groups.empty()) {
                    m_atom = m_groups.back();
                    m_groups.pop_back();
                }
                copy();
                return {};
            case '{':
                return interval();
            case '*':
            case '+':
            case '?':
            case '|':
            case '^':
            case '$':
                copy();
                return {};
            default:
                m_atom = m_out.size();
                copy();
                // The other bytes of the character.
                while (isContinuation(peek()))
                    copy();
                return {};
        }
    }

    void copy() { m_out += m_pattern[m_at++]; }

    Status openGroup() {
        if (peek(1) == '?') {
            for (std::size_t i = 2; (peek(i) >= 'a' && peek(i) <= 'z') || peek(i) == '-'; ++i)
                if (peek(i) == 'm') return differs("(?m), where the point matches line ends");
        }
        copy();
        // A question mark behind a bracket is no quantifier.
        if (peek() == '?') copy();
        return {};
    }

    /// In Ruby's dialect "x{1,3}+" repeats the interval; PCRE2 would make it possessive.
    Status interval() {
        const std::size_t close = m_pattern.find('}', m_at);
        const std::string_view inside = close == std::string::npos
                                            ? std::string_view()
                                            : std::string_view(m_pattern).substr(m_at + 1, close - m_at - 1);
        const bool isInterval = !inside.empty() && inside != "," &&
                                std::ranges::all_of(inside, [](char c) { return (c >= '0' && c <= '9') || c == ','; });
        if (!isInterval) {
            atom("\\{");
            ++m_at;
            return {};
        }
        m_out += inside.front() == ',' ? "{0" : "{";
        m_out += inside;
        m_out += '}';
        m_at = close + 1;
        if (peek() == '?' && inside.find(',') == std::string_view::npos)
            return differs("{n}? (an optional group there)");
        if (peek() == '+') {
            m_out.insert(m_atom, "(?:");
            m_out += ')';
        }
        return {};
    }

    Status escape() {
        const char escaped = peek(1);
        const std::string word = "[" + std::string(wordClass) + "]";
        m_at += 2;
        switch (escaped) {
            case 's':
                atom("\\p{White_Space}");  // PCRE2's \s has U+180E, which is no White_Space since Unicode 6.3
                return {};
            case 'S':
                atom("\\P{White_Space}");
                return {};
            case 'h':
                atom("[0-9a-fA-F]");
                return {};
            case 'H':
                atom("[^0-9a-fA-F]");
                return {};
            case 'w':
                atom(word);
                return {};
            case 'W':
                atom("[^" + std::string(wordClass) + "]");
                return {};
            case 'b':
                atom("(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))");
                return {};
            case 'B':
                atom("(?:(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + "))");
                return {};
            case 'p':
            case 'P':
                return property(escaped);
            default:
                return plainEscape(escaped);
        }
    }

    Status plainEscape(char escaped) {
        atom("\\");
        if (escaped != '\0' || m_at <= m_pattern.size()) m_out += escaped;
        // \x{1F600} is one atom, and its braces are no interval.
        if (escaped == 'x' && peek() == '{') copyThrough('}');
        return {};
    }

    void copyThrough(char last) {
        while (m_at < m_pattern.size()) {
            copy();
            if (m_out.back() == last) return;
        }
    }

    Status property(char escaped) {
        m_atom = m_out.size();
        m_out += {'\\', escaped};
        const std::size_t close = m_pattern.find('}', m_at);
        if (peek() != '{' || close == std::string::npos) return differs("a property without braces");
        const std::string_view name = std::string_view(m_pattern).substr(m_at + 1, close - m_at - 1);
        if (std::ranges::find(scripts, name) != scripts.end()) {
            m_out += "{sc:";
            ++m_at;
        } else if (name.size() > 2 && name != "Alphabetic" && name != "White_Space" && name != "Any" &&
                   name != "Lowercase" && name != "Uppercase") {
            return differs("\\p{" + std::string(name) + "}");
        }
        copyThrough('}');
        return {};
    }

    Status classMember() {
        const char c = peek();
        if (c == '\\') return classEscape();
        if (c == '&' && peek(1) == '&') return differs("a class intersection (&&)");
        if (c == '[') return posixClass();
        if (c == ']') m_inClass = false;
        copy();
        return {};
    }

    Status posixClass() {
        const std::size_t end = m_pattern.find(":]", m_at);
        if (peek(1) != ':' || end == std::string::npos) return differs("a class within a class");
        const std::string_view name = std::string_view(m_pattern).substr(m_at + 2, end - m_at - 2);
        const auto found = std::ranges::find(posixClasses, name, &NamedClass::name);
        if (found == posixClasses.end()) return differs("the class [:" + std::string(name) + ":]");
        m_out += found->members;
        m_at = end + 2;
        return {};
    }

    Status classEscape() {
        const std::size_t atom = m_atom;  // the class is the atom, not its member
        const char escaped = peek(1);
        if (escaped == 'W' || escaped == 'H') return differs(std::string("\\") + escaped + " within a class");
        if (escaped == 'w' || escaped == 'h') {
            m_out += escaped == 'w' ? wordClass : "0-9a-fA-F";
            m_at += 2;
            return {};
        }
        Status done;
        if (escaped == 'b' || escaped == 'B') {
            m_at += 2;
            done = plainEscape(escaped);
        } else {
            done = escape();
        }
        m_atom = atom;
        return done;
    }

    const std::string& m_pattern;
    std::size_t m_at = 0;
    std::string m_out;
    std::size_t m_atom = 0;  ///< where the last atom begins in m_out
    std::vector<std::size_t> m_groups;
    bool m_inClass = false;
};

}  // namespace

Result<std::string> fromOniguruma(const std::string& pattern) {
    return Translation(pattern).run();
}

}  // namespace autoglm::text
