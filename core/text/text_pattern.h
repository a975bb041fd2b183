// A pattern that finds or replaces parts of a text: written for Oniguruma (as in tokenizer.json), matched by PCRE2 with
// its JIT compiler. Immutable, any thread. What the two read differently is translated or refused (README.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/component.h"

struct pcre2_real_code_8;

namespace autoglm::text {

struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
};

class TextPattern {
  public:
    /// {"Regex": "..."} or {"String": "..."}.
    static Result<TextPattern> fromComponent(const ComponentJson& pattern);
    static Result<TextPattern> fromRegex(const std::string& pattern);
    static Result<TextPattern> fromLiteral(const std::string& text);
    /// A pattern of this program, in PCRE2's own dialect.
    static Result<TextPattern> fromOwn(const std::string& pattern);

    /// Every match from left to right in valid UTF-8; fails where the matcher gives up on a pattern that explodes.
    Result<std::vector<Match>> findAll(std::string_view text) const;

    /// How many times as long a text may become where each match is replaced by so many bytes.
    double growth(std::size_t replacementBytes) const;

  private:
    explicit TextPattern(std::shared_ptr<const pcre2_real_code_8> code) : m_code(std::move(code)) {}
    static Result<TextPattern> compile(const std::string& pattern, std::uint32_t options);
    std::shared_ptr<const pcre2_real_code_8> m_code;
    std::uint32_t m_shortest = 0;  ///< characters of a match at least
};

}  // namespace autoglm::text
