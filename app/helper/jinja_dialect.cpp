#include "app/helper/jinja_dialect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "app/helper/jinja_tokens.h"
#include "app/helper/py_text.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

constexpr int deepestBlocks = 100;

std::string normalizeNewlines(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        out += text[i] == '\r' ? '\n' : text[i];
    }
    if (out.ends_with('\n')) out.pop_back();
    return out;
}

/// Splits the template at its tags and does to the text between what Jinja's lexer does.
class Writer {
  public:
    explicit Writer(const std::string& source) : m_source(source) {}

    std::string write() {
        while (m_at < m_source.size()) {
            const std::size_t tag = nextTag();
            std::string text = m_source.substr(m_at, tag - m_at);
            if (tag == std::string::npos) {
                m_out += text;
                break;
            }
            const char kind = m_source[tag + 1];
            const char sign = tag + 2 < m_source.size() ? m_source[tag + 2] : ' ';
            m_at = tag + (sign == '-' || (sign == '+' && kind != '{') ? 3 : 2);
            trimBefore(text, kind, sign);
            m_out += text;
            if (kind == '#')
                skipComment();
            else if (kind == '%' && startsWithWord("raw"))
                copyRaw();
            else
                writeTag(kind);
        }
        return std::move(m_out);
    }

  private:
    std::size_t nextTag() const {
        for (std::size_t at = m_source.find('{', m_at); at != std::string::npos; at = m_source.find('{', at + 1))
            if (at + 1 < m_source.size() && std::string_view("{%#").find(m_source[at + 1]) != std::string_view::npos)
                return at;
        return std::string::npos;
    }

    /// lstrip_blocks: white space from the beginning of a line to a block or comment goes.
    void trimBefore(std::string& text, char kind, char sign) const {
        if (sign == '-') {
            text = strip(text, Side::Right);
        } else if (sign != '+' && kind != '{') {
            const std::size_t line = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
            if ((line > 0 || m_startsLine) && strip(text.substr(line), Side::Left).empty()) text.resize(line);
        }
    }

    /// trim_blocks: one line end after a block or comment goes. `sign` is the character before the closing bracket.
    void trimAfter(char kind, char sign) {
        const std::size_t begin = m_at;
        if (sign == '-') {
            const std::string rest = m_source.substr(m_at);
            m_at += rest.size() - strip(rest, Side::Left).size();
        } else if (kind != '{' && sign != '+' && m_at < m_source.size() && m_source[m_at] == '\n') {
            ++m_at;
        }
        m_startsLine = m_at > begin && m_source[m_at - 1] == '\n';
    }

    void skipComment() {
        const std::size_t end = m_source.find("#}", m_at);
        if (end == std::string::npos) throw std::runtime_error("a comment is not closed");
        m_at = end + 2;
        trimAfter('#', end > 0 ? m_source[end - 1] : ' ');
    }

    bool startsWithWord(std::string_view word) const {
        std::size_t at = m_at;
        while (at < m_source.size() && std::isspace(static_cast<unsigned char>(m_source[at])) != 0)
            ++at;
        if (m_source.compare(at, word.size(), word) != 0) return false;
        at += word.size();
        return at >= m_source.size() || !isNameCharacter(m_source[at]);
    }

    void copyRaw() {
        std::size_t at = m_source.find("%}", m_at);
        if (at == std::string::npos) throw std::runtime_error("a raw block is not closed");
        const bool strips = m_source[at - 1] == '-';
        m_at = at + 2;
        if (strips) trimAfter('{', '-');
        m_startsLine = false;
        for (at = m_source.find("{%", m_at); at != std::string::npos; at = m_source.find("{%", at + 1)) {
            std::string text = m_source.substr(m_at, at - m_at);
            const char sign = at + 2 < m_source.size() ? m_source[at + 2] : ' ';
            const std::size_t kept = std::exchange(m_at, at + (sign == '-' || sign == '+' ? 3 : 2));
            if (startsWithWord("endraw")) {
                trimBefore(text, '%', sign);
                m_out += "{{ " + quoteForMinja(text) + " }}";
                const std::size_t end = m_source.find("%}", m_at);
                if (end == std::string::npos) break;
                m_at = end + 2;
                trimAfter('%', m_source[end - 1]);
                return;
            }
            m_at = kept;
        }
        throw std::runtime_error("a raw block is not closed");
    }

    void writeTag(char kind) {
        TagTokens tag = readTag(m_source, m_at, kind == '{' ? '}' : '%');
        m_at = tag.end;
        trimAfter(kind, tag.sign);
        m_out += kind == '{' ? "{{ " : "{% ";
        const std::string name = kind == '%' && !tag.tokens.empty() ? tag.tokens[0].text : "";
        countBlocks(name, tag.tokens);
        // A scope of its own is all that 'with' is; minja parses 'generation' and no 'with'.
        if (name == "with")
            m_out += "generation" + lostLines() + " %}" + assignments(tag.tokens);
        else
            m_out += (name == "endwith" ? "endgeneration" : spellForMinja(std::move(tag.tokens))) + lostLines() +
                     (kind == '{' ? " }}" : " %}");
    }

    /// Parsing and evaluating recurse into a block.
    void countBlocks(const std::string& name, const std::vector<Token>& tokens) {
        constexpr std::array opening{"if", "for", "macro", "call", "filter", "with", "generation"};
        const bool isSetBlock =
            name == "set" && std::ranges::none_of(tokens, [](const Token& token) { return token.is("="); });
        if (isSetBlock || std::ranges::find(opening, name) != opening.end()) ++m_blocks;
        if (name.starts_with("end") && m_blocks > 0) --m_blocks;
        if (m_blocks > deepestBlocks) throw std::runtime_error("blocks are nested too deeply");
    }

    /// As many line ends as have been left out so far, so that minja's reports name the right row.
    std::string lostLines() {
        for (; m_counted < m_at; ++m_counted)
            m_lines += m_source[m_counted] == '\n' ? 1 : 0;
        for (; m_countedOut < m_out.size(); ++m_countedOut)
            m_lines -= m_out[m_countedOut] == '\n' ? 1 : 0;
        return std::string(static_cast<std::size_t>(std::max(m_lines, 0)), '\n');
    }

    /// {% with a = 1, b = 2 %}: a set tag for each.
    static std::string assignments(const std::vector<Token>& tokens) {
        std::string out;
        std::vector<Token> one;
        const auto finish = [&] {
            if (!one.empty()) out += "{% set " + spellForMinja(std::exchange(one, {})) + " %}";
        };
        int depth = 0;
        for (std::size_t i = 1; i < tokens.size(); ++i) {
            if (depth == 0 && tokens[i].is(",")) {
                finish();
                continue;
            }
            depth += tokens[i].opens() ? 1 : tokens[i].closes() ? -1 : 0;
            one.push_back(tokens[i]);
        }
        finish();
        return out;
    }

    const std::string& m_source;
    std::size_t m_at = 0;
    bool m_startsLine = true;
    std::size_t m_counted = 0;
    std::size_t m_countedOut = 0;
    int m_lines = 0;   ///< read and not yet written
    int m_blocks = 0;  ///< open
    std::string m_out;
};

}  // namespace

std::string toMinjaDialect(const std::string& source) {
    const std::string text = normalizeNewlines(source);
    return Writer(text).write();
}

}  // namespace autoglm::helper::jinja
