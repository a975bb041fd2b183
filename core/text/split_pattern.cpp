#include "core/text/split_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>

#include "core/base/text_format.h"

namespace autoglm::text {
namespace {

std::string errorText(int code) {
    std::array<PCRE2_UCHAR, 256> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char*>(buffer.data());
}

std::unexpected<Error> differs(const std::string& construct, const std::string& pattern) {
    return fail(ErrorCode::Unsupported,
                "the pre-tokenizer's pattern uses " + construct +
                    ", which this release cannot read as the tokenizers library does; the pattern is " + pattern);
}

/// Oniguruma's Ruby dialect to PCRE2's: what would silently mean something else is spelled out or refused.
Result<std::string> translate(const std::string& pattern) {
    std::string out;
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            const char escaped = pattern[++i];
            // PCRE2's \s has U+180E, which is no White_Space since Unicode 6.3.
            if (escaped == 's') {
                out += "\\p{White_Space}";
            } else if (escaped == 'S') {
                out += "\\P{White_Space}";
            } else if (escaped == 'h' || escaped == 'H') {
                return differs("\\h (a hexadecimal digit there)", pattern);
            } else {
                out += {'\\', escaped};
            }
            continue;
        }
        if (inClass && c == '&' && i + 1 < pattern.size() && pattern[i + 1] == '&')
            return differs("a class intersection (&&)", pattern);
        if (inClass && c == '[' && (i + 1 >= pattern.size() || pattern[i + 1] != ':'))
            return differs("a class within a class", pattern);
        if (inClass && c == '[') {
            // A POSIX class such as [:alpha:] goes over as it is.
            const std::size_t end = pattern.find(":]", i);
            if (end == std::string::npos) return differs("an unfinished class", pattern);
            out += pattern.substr(i, end + 2 - i);
            i = end + 1;
            continue;
        }
        if (c == '[') inClass = true;
        if (c == ']') inClass = false;
        out += c;
    }
    return out;
}

}  // namespace

Result<SplitPattern> SplitPattern::fromRegex(const std::string& pattern) {
    AUTOGLM_TRY(const std::string translated, translate(pattern));
    // In Ruby's dialect ^ and $ stand at every line.
    return compile(translated, PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C);
}

Result<SplitPattern> SplitPattern::fromLiteral(const std::string& text) {
    return compile(text, PCRE2_UTF | PCRE2_LITERAL);
}

Result<SplitPattern> SplitPattern::compile(const std::string& pattern, std::uint32_t options) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &offset, nullptr);
    if (code == nullptr)
        return fail(ErrorCode::Unsupported, concat("the pre-tokenizer's pattern cannot be compiled: ", errorText(error),
                                                   " at byte ", offset, " of ", pattern));
    // Without a JIT compiler on this processor matching is only slower.
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return SplitPattern(std::shared_ptr<const pcre2_real_code_8>(
        code, [](const pcre2_code* owned) { pcre2_code_free(const_cast<pcre2_code*>(owned)); }));
}

Result<std::vector<Match>> SplitPattern::findAll(std::string_view text) const {
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(
        pcre2_match_data_create_from_pattern(m_code.get(), nullptr), &pcre2_match_data_free);
    const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data() ? text.data() : "");
    std::vector<Match> out;
    std::size_t from = 0;
    while (from <= text.size()) {
        int count = pcre2_match(m_code.get(), subject, text.size(), from, PCRE2_NO_UTF_CHECK, data.get(), nullptr);
        // The interpreter keeps its backtracking on the heap and goes further than the JIT's small stack.
        if (count == PCRE2_ERROR_JIT_STACKLIMIT)
            count = pcre2_match(m_code.get(), subject, text.size(), from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data.get(),
                                nullptr);
        if (count == PCRE2_ERROR_NOMATCH) break;
        if (count < 0)
            return fail(ErrorCode::Unsupported, concat("the tokenizer's pattern could not be matched at byte ", from,
                                                       " of the text: ", errorText(count)));
        const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(data.get());
        const Match match{bounds[0], bounds[1]};
        if (match.end < match.begin)
            return fail(ErrorCode::Unsupported, "the tokenizer's pattern matches backwards (\\K in a lookahead)");
        if (match.begin == match.end && !out.empty() && out.back().end == match.end) {
            // An empty match right behind the last one is skipped, else there would be no progress.
            from = match.end + 1;
            while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
                ++from;
            continue;
        }
        out.push_back(match);
        from = match.end;
    }
    return out;
}

}  // namespace autoglm::text
