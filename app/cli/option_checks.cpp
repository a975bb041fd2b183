#include "app/cli/option_checks.h"

#include <algorithm>
#include <charconv>
#include <regex>

#include "core/base/text_format.h"

namespace autoglm::cli {
namespace {

constexpr auto endless = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

std::string refusal(const std::string& given, const std::string& expected) {
    return concat("'", sanitizeUtf8(given), "' was given; ", expected, " was expected");
}

/// "byte 2 is 0xFF", counted from 0.
std::string faultAt(std::string_view text, std::size_t at) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(text[at]);
    return concat("is not valid UTF-8 (byte ", at, " is 0x", digits[byte >> 4U], digits[byte & 15U], ")");
}

}  // namespace

CLI::Validator wholeNumber(std::uint64_t least, std::uint64_t most) {
    const std::string range = most == endless ? concat("of at least ", least) : concat("from ", least, " to ", most);
    return {[least, most, range](std::string& text) {
                std::uint64_t value = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
                const bool isWhole = error == std::errc() && end == text.data() + text.size();
                return isWhole && value >= least && value <= most ? "" : refusal(text, "a whole number " + range);
            },
            ""};
}

CLI::Validator decimalNumber() {
    return {[](std::string& text) {
                double value = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
                return error == std::errc() && end == text.data() + text.size() ? "" : refusal(text, "a number");
            },
            ""};
}

CLI::Validator oneOf(const std::vector<std::string>& words) {
    return {[words](std::string& text) {
                return std::ranges::find(words, text) != words.end() ? ""
                                                                     : refusal(text, "one of " + join(words, ", "));
            },
            ""};
}

CLI::Validator utf8Text() {
    return {[](std::string& text) {
                const auto at = invalidUtf8At(text);
                return at ? "the text " + faultAt(text, *at) : "";
            },
            ""};
}

Status requireUtf8(std::string_view text, const std::string& subject) {
    const auto at = invalidUtf8At(text);
    if (!at) return {};
    return fail(ErrorCode::InvalidArgument, concat("'", subject, "' ", faultAt(text, *at), "; save it as UTF-8"),
                subject);
}

std::string sentenceOf(const CLI::ParseError& error) {
    std::string sentence = error.what();
    std::ranges::replace(sentence, '\n', ' ');
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ValidationError)) return sentence;
    static const std::pair<std::regex, const char*> words[] = {
        {std::regex("(.*): At Most (.*) required but received (.*)"), "$1: at most $2 can be given, not $3"},
        {std::regex("(.*): At least (.*) required but received (.*)"), "$1: $2 are needed, not $3"},
        {std::regex("(.*): (.*) required .* missing"), "$1 needs a value"},
        {std::regex("Could not convert: (.*) = (.*)"), "$1 takes no value '$2'"},
    };
    for (const auto& [pattern, replacement] : words)
        if (std::regex_match(sentence, pattern)) sentence = std::regex_replace(sentence, pattern, replacement);
    return sentence + "; 'autoglm --help' and 'autoglm COMMAND --help' list what there is";
}

}  // namespace autoglm::cli
