#include "core/text/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "core/base/utf8.h"
#include "core/text/text_pattern.h"

namespace autoglm::text {
namespace {

struct CodeRange {
    std::int32_t first = 0;
    std::int32_t last = 0;
};

// Decomposed, composed or reordered since Unicode 12.1, and where such characters' compositions begin.
constexpr CodeRange unknownToNormalization[] = {
    {0x7FD, 0x7FD},     {0x897, 0x89F},     {0x8CA, 0x8D3},     {0x9FE, 0x9FE},     {0xC3C, 0xC3C},
    {0xD3B, 0xD3C},     {0xEBA, 0xEBA},     {0x1715, 0x1715},   {0x1ABF, 0x1ACE},   {0x1DF6, 0x1DFA},
    {0x32FF, 0x32FF},   {0xA7F2, 0xA7F4},   {0xA82C, 0xA82C},   {0xAB69, 0xAB69},   {0x105C9, 0x105C9},
    {0x105D2, 0x105D2}, {0x105DA, 0x105DA}, {0x105E4, 0x105E4}, {0x10781, 0x10785}, {0x10787, 0x107B0},
    {0x107B2, 0x107BA}, {0x10D24, 0x10D27}, {0x10D69, 0x10D6D}, {0x10EAB, 0x10EAC}, {0x10EFD, 0x10EFF},
    {0x10F46, 0x10F50}, {0x10F82, 0x10F85}, {0x11070, 0x11070}, {0x1133B, 0x1133B}, {0x11382, 0x11385},
    {0x1138B, 0x1138B}, {0x1138E, 0x1138E}, {0x11390, 0x11391}, {0x113C2, 0x113C2}, {0x113C5, 0x113C5},
    {0x113C7, 0x113C8}, {0x113CE, 0x113D0}, {0x1145E, 0x1145E}, {0x11839, 0x1183A}, {0x11935, 0x11935},
    {0x11938, 0x11938}, {0x1193D, 0x1193E}, {0x11943, 0x11943}, {0x119E0, 0x119E0}, {0x11A34, 0x11A34},
    {0x11A47, 0x11A47}, {0x11A99, 0x11A99}, {0x11D42, 0x11D42}, {0x11D44, 0x11D45}, {0x11D97, 0x11D97},
    {0x11F41, 0x11F42}, {0x1611E, 0x1611E}, {0x16121, 0x16129}, {0x1612F, 0x1612F}, {0x16D63, 0x16D63},
    {0x16D67, 0x16D6A}, {0x16FF0, 0x16FF1}, {0x1CCD6, 0x1CCF9}, {0x1E030, 0x1E06D}, {0x1E08F, 0x1E08F},
    {0x1E130, 0x1E136}, {0x1E2AE, 0x1E2AE}, {0x1E2EC, 0x1E2EF}, {0x1E4EC, 0x1E4EF}, {0x1E5EE, 0x1E5EF},
    {0x1F16C, 0x1F16C}, {0x1FBF0, 0x1FBF9}};

Character lastCharacter(std::string_view text) {
    if (text.empty()) return {};
    std::size_t at = text.size() - 1;
    while (at > 0 && isContinuation(text[at]))
        --at;
    return firstCharacter(text.substr(at));
}

bool isWhiteSpace(std::int32_t code) {
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

bool isWordCharacter(std::string_view character) {
    static const Result<TextPattern> pattern = TextPattern::fromOwn("[" + std::string(rustWordClass) + "]");
    if (!pattern || character.empty()) return false;
    const Result<std::vector<Match>> matches = pattern->findAll(character);
    return matches && !matches->empty();
}

/// Lower case letters of Unicode 16 and 17, which utf8proc may not have yet.
std::int32_t lowerOf(std::int32_t code) {
    if (code >= 0x10D50 && code <= 0x10D65) return code + 0x20;
    if (code >= 0x16EA0 && code <= 0x16EB8) return code + 0x1B;
    switch (code) {
        case 0x1C89:
        case 0xA7CC:
        case 0xA7CE:
        case 0xA7D2:
        case 0xA7D4:
        case 0xA7DA:
            return code + 1;
        case 0xA7CB:
            return 0x264;
        case 0xA7DC:
            return 0x19B;
        default:
            return utf8proc_tolower(code);
    }
}

void appendCharacter(std::string& text, std::int32_t code) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(code, bytes.data());
    text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

}  // namespace

const char* const rustWordClass = R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D})";

const char* const punctuationClass =
    R"(\x{21}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{60}\x{7B}-\x{7E}\x{A1}\x{A7}\x{AB}\x{B6}-\x{B7}\x{BB}\x{BF})"
    R"(\x{37E}\x{387}\x{55A}-\x{55F}\x{589}-\x{58A}\x{5BE}\x{5C0}\x{5C3}\x{5C6}\x{5F3}-\x{5F4})"
    R"(\x{609}-\x{60A}\x{60C}-\x{60D}\x{61B}\x{61E}-\x{61F}\x{66A}-\x{66D}\x{6D4}\x{700}-\x{70D})"
    R"(\x{7F7}-\x{7F9}\x{830}-\x{83E}\x{85E}\x{964}-\x{965}\x{970}\x{AF0}\x{DF4}\x{E4F}\x{E5A}-\x{E5B})"
    R"(\x{F04}-\x{F12}\x{F14}\x{F3A}-\x{F3D}\x{F85}\x{FD0}-\x{FD4}\x{FD9}-\x{FDA}\x{104A}-\x{104F})"
    R"(\x{10FB}\x{1360}-\x{1368}\x{1400}\x{166D}-\x{166E}\x{169B}-\x{169C}\x{16EB}-\x{16ED})"
    R"(\x{1735}-\x{1736}\x{17D4}-\x{17D6}\x{17D8}-\x{17DA}\x{1800}-\x{180A}\x{1944}-\x{1945})"
    R"(\x{1A1E}-\x{1A1F}\x{1AA0}-\x{1AA6}\x{1AA8}-\x{1AAD}\x{1B5A}-\x{1B60}\x{1BFC}-\x{1BFF})"
    R"(\x{1C3B}-\x{1C3F}\x{1C7E}-\x{1C7F}\x{1CC0}-\x{1CC7}\x{1CD3}\x{2010}-\x{2027}\x{2030}-\x{2043})"
    R"(\x{2045}-\x{2051}\x{2053}-\x{205E}\x{207D}-\x{207E}\x{208D}-\x{208E}\x{2308}-\x{230B})"
    R"(\x{2329}-\x{232A}\x{2768}-\x{2775}\x{27C5}-\x{27C6}\x{27E6}-\x{27EF}\x{2983}-\x{2998})"
    R"(\x{29D8}-\x{29DB}\x{29FC}-\x{29FD}\x{2CF9}-\x{2CFC}\x{2CFE}-\x{2CFF}\x{2D70}\x{2E00}-\x{2E2E})"
    R"(\x{2E30}-\x{2E42}\x{3001}-\x{3003}\x{3008}-\x{3011}\x{3014}-\x{301F}\x{3030}\x{303D}\x{30A0})"
    R"(\x{30FB}\x{A4FE}-\x{A4FF}\x{A60D}-\x{A60F}\x{A673}\x{A67E}\x{A6F2}-\x{A6F7}\x{A874}-\x{A877})"
    R"(\x{A8CE}-\x{A8CF}\x{A8F8}-\x{A8FA}\x{A8FC}\x{A92E}-\x{A92F}\x{A95F}\x{A9C1}-\x{A9CD})"
    R"(\x{A9DE}-\x{A9DF}\x{AA5C}-\x{AA5F}\x{AADE}-\x{AADF}\x{AAF0}-\x{AAF1}\x{ABEB}\x{FD3E}-\x{FD3F})"
    R"(\x{FE10}-\x{FE19}\x{FE30}-\x{FE52}\x{FE54}-\x{FE61}\x{FE63}\x{FE68}\x{FE6A}-\x{FE6B})"
    R"(\x{FF01}-\x{FF03}\x{FF05}-\x{FF0A}\x{FF0C}-\x{FF0F}\x{FF1A}-\x{FF1B}\x{FF1F}-\x{FF20})"
    R"(\x{FF3B}-\x{FF3D}\x{FF3F}\x{FF5B}\x{FF5D}\x{FF5F}-\x{FF65}\x{10100}-\x{10102}\x{1039F}\x{103D0})"
    R"(\x{1056F}\x{10857}\x{1091F}\x{1093F}\x{10A50}-\x{10A58}\x{10A7F}\x{10AF0}-\x{10AF6})"
    R"(\x{10B39}-\x{10B3F}\x{10B99}-\x{10B9C}\x{11047}-\x{1104D}\x{110BB}-\x{110BC}\x{110BE}-\x{110C1})"
    R"(\x{11140}-\x{11143}\x{11174}-\x{11175}\x{111C5}-\x{111C9}\x{111CD}\x{111DB}\x{111DD}-\x{111DF})"
    R"(\x{11238}-\x{1123D}\x{112A9}\x{114C6}\x{115C1}-\x{115D7}\x{11641}-\x{11643}\x{1173C}-\x{1173E})"
    R"(\x{12470}-\x{12474}\x{16A6E}-\x{16A6F}\x{16AF5}\x{16B37}-\x{16B3B}\x{16B44}\x{1BC9F})"
    R"(\x{1DA87}-\x{1DA8B})";

Character firstCharacter(std::string_view text) {
    Character out;
    if (text.empty()) return out;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &out.code);
    out.length = length > 0 ? static_cast<std::size_t>(length) : 0;
    return out;
}

std::size_t leadingWhiteSpace(std::string_view text) {
    std::size_t length = 0;
    for (Character c = firstCharacter(text); c.length > 0 && isWhiteSpace(c.code);
         c = firstCharacter(text.substr(length)))
        length += c.length;
    return length;
}

std::size_t trailingWhiteSpace(std::string_view text) {
    std::size_t length = 0;
    for (Character c = lastCharacter(text); c.length > 0 && isWhiteSpace(c.code);
         c = lastCharacter(text.substr(0, text.size() - length)))
        length += c.length;
    return length;
}

bool startsWithWordCharacter(std::string_view text) {
    return isWordCharacter(text.substr(0, firstCharacter(text).length));
}

bool endsWithWordCharacter(std::string_view text) {
    return isWordCharacter(text.substr(text.size() - lastCharacter(text).length));
}

std::string lowerCase(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character c = firstCharacter(text);
        if (c.length == 0) break;
        // The only character whose lower case has two: i and the dot above.
        if (c.code == 0x130)
            out += "i\u0307";
        else
            appendCharacter(out, lowerOf(c.code));
        text.remove_prefix(c.length);
    }
    return out;
}

bool isUnknownToNormalization(std::int32_t code) {
    const auto* const found = std::ranges::lower_bound(unknownToNormalization, code, {}, &CodeRange::last);
    return found != std::end(unknownToNormalization) && code >= found->first;
}

}  // namespace autoglm::text
