#include "core/text/text_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>

#include "core/base/text_format.h"
#include "core/base/utf8.h"
#include "core/text/regex_dialect.h"

namespace autoglm::text {
namespace {

std::string errorText(int code) {
    std::array<PCRE2_UCHAR, 256> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char*>(buffer.data());
}

}  // namespace

Result<TextPattern> TextPattern::fromRegex(const std::string& pattern) {
    AUTOGLM_TRY(const std::string translated, fromOniguruma(pattern));
    return fromOwn(translated);
}

Result<TextPattern> TextPattern::fromOwn(const std::string& pattern) {
    // In Ruby's dialect ^ and $ stand at every line.
    return compile(pattern, PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C);
}

Result<TextPattern> TextPattern::fromComponent(const ComponentJson& pattern) {
    return pattern.contains("Regex") ? fromRegex(pattern.at("Regex").get<std::string>())
                                     : fromLiteral(pattern.at("String").get<std::string>());
}

Result<TextPattern> TextPattern::fromLiteral(const std::string& text) {
    return compile(text, PCRE2_UTF | PCRE2_LITERAL);
}

Result<TextPattern> TextPattern::compile(const std::string& pattern, std::uint32_t options) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &offset, nullptr);
    if (code == nullptr)
        return fail(ErrorCode::Unsupported, concat("the tokenizer's pattern cannot be compiled: ", errorText(error),
                                                   " at byte ", offset, " of ", pattern));
    // Without a JIT compiler on this processor matching is only slower.
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    TextPattern out(std::shared_ptr<const pcre2_real_code_8>(
        code, [](const pcre2_code* owned) { pcre2_code_free(const_cast<pcre2_code*>(owned)); }));
    // \K shortens a match behind PCRE2's back.
    if (pattern.find("\\K") == std::string::npos) pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &out.m_shortest);
    return out;
}

double TextPattern::growth(std::size_t replacementBytes) const {
    const auto bytes = static_cast<double>(replacementBytes);
    // What matches nothing is put between all characters.
    return m_shortest == 0 ? 1 + bytes : std::max(1.0, bytes / m_shortest);
}

Result<std::vector<Match>> TextPattern::findAll(std::string_view text) const {
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
            while (from < text.size() && isContinuation(text[from]))
                ++from;
            continue;
        }
        out.push_back(match);
        from = match.end;
    }
    return out;
}

}  // namespace autoglm::text
