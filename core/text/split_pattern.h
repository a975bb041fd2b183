// A pattern that splits text, written for Oniguruma (as in tokenizer.json) and matched by PCRE2 with its JIT compiler.
// Immutable, any thread. What the two read differently is translated (\s) or refused (class intersections).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

struct pcre2_real_code_8;

namespace autoglm::text {

struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
};

class SplitPattern {
  public:
    static Result<SplitPattern> fromRegex(const std::string& pattern);
    static Result<SplitPattern> fromLiteral(const std::string& text);

    /// Every match from left to right in valid UTF-8; fails where the matcher gives up on a pattern that explodes.
    Result<std::vector<Match>> findAll(std::string_view text) const;

  private:
    explicit SplitPattern(std::shared_ptr<const pcre2_real_code_8> code) : m_code(std::move(code)) {}
    static Result<SplitPattern> compile(const std::string& pattern, std::uint32_t options);
    std::shared_ptr<const pcre2_real_code_8> m_code;
};

}  // namespace autoglm::text
