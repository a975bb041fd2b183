#include "core/text/unicode.h"

#include <utf8proc.h>

#include <cstdint>

namespace autoglm::text {
namespace {

struct Character {
    std::int32_t code = -1;
    std::size_t length = 0;  ///< 0: there is none
};

Character first(std::string_view text) {
    Character out;
    if (text.empty()) return out;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &out.code);
    out.length = length > 0 ? static_cast<std::size_t>(length) : 0;
    return out;
}

Character last(std::string_view text) {
    if (text.empty()) return {};
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        --at;
    return first(text.substr(at));
}

bool isWhiteSpace(std::int32_t code) {
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

bool isWordCharacter(std::int32_t code) {
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_PC:
            return true;
        default:
            // Join controls, and the enclosed letters that Unicode lists as Other_Alphabetic.
            return code == 0x200C || code == 0x200D || (code >= 0x24B6 && code <= 0x24E9) ||
                   (code >= 0x1F130 && code <= 0x1F149) || (code >= 0x1F150 && code <= 0x1F169) ||
                   (code >= 0x1F170 && code <= 0x1F189);
    }
}

}  // namespace

std::size_t leadingWhiteSpace(std::string_view text) {
    std::size_t length = 0;
    for (Character c = first(text); c.length > 0 && isWhiteSpace(c.code); c = first(text.substr(length)))
        length += c.length;
    return length;
}

std::size_t trailingWhiteSpace(std::string_view text) {
    std::size_t length = 0;
    for (Character c = last(text); c.length > 0 && isWhiteSpace(c.code); c = last(text.substr(0, text.size() - length)))
        length += c.length;
    return length;
}

bool startsWithWordCharacter(std::string_view text) {
    const Character c = first(text);
    return c.length > 0 && isWordCharacter(c.code);
}

bool endsWithWordCharacter(std::string_view text) {
    const Character c = last(text);
    return c.length > 0 && isWordCharacter(c.code);
}

}  // namespace autoglm::text
