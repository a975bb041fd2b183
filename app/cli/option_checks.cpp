#include "app/cli/option_checks.h"

#include <algorithm>
#include <array>
#include <charconv>

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

/// CLI11's sentences on how many values an option has. No regular expression: they may hold what was given, however
/// long that is.
std::string reworded(const std::string& sentence) {
    constexpr auto npos = std::string::npos;
    constexpr std::string_view received = " required but received ";
    const std::size_t behind = sentence.find(received);
    for (const auto& [found, said, end] : {std::array{": At Most ", ": at most ", " can be given, not "},
                                           std::array{": At least ", ": ", " are needed, not "}})
        if (const std::size_t at = sentence.find(found); at < behind && behind != npos) {
            const std::size_t count = at + std::string_view(found).size();
            return concat(sentence.substr(0, at), said, sentence.substr(count, behind - count), end,
                          sentence.substr(behind + received.size()));
        }
    if (const std::size_t at = sentence.find(": "); at != npos && sentence.ends_with(" missing"))
        return sentence.substr(0, at) + " needs a value";
    constexpr std::string_view conversion = "Could not convert: ";
    if (const std::size_t at = sentence.find(" = "); at != npos && sentence.starts_with(conversion))
        return concat(sentence.substr(conversion.size(), at - conversion.size()), " takes no value '",
                      sentence.substr(at + 3), "'");
    return sentence;
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
                const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
                const auto [end, error] = std::from_chars(first, text.data() + text.size(), value);
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

CLI::Validator someText(const std::string& expected) {
    return {[expected](std::string& text) { return text.empty() ? refusal(text, expected) : ""; }, ""};
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
    std::string sentence = sanitizeUtf8(error.what());
    std::ranges::replace(sentence, '\n', ' ');
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ValidationError)) return sentence;
    return reworded(sentence) + "; 'autoglm --help' and 'autoglm COMMAND --help' list what there is";
}

}  // namespace autoglm::cli
