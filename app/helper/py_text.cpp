#include "app/helper/py_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

utf8proc_category_t category(char32_t c) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool isCased(char32_t c) {
    const auto kind = category(c);
    return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LL || kind == UTF8PROC_CATEGORY_LT;
}

/// Characters whose upper case is several; utf8proc maps one to one.
std::u32string upperOf(char32_t c) {
    constexpr std::array<std::pair<char32_t, std::u32string_view>, 10> several{{{U'ß', U"SS"},
                                                                                {U'ŉ', U"ʼN"},
                                                                                {U'ǰ', U"J̌"},
                                                                                {U'ﬀ', U"FF"},
                                                                                {U'ﬁ', U"FI"},
                                                                                {U'ﬂ', U"FL"},
                                                                                {U'ﬃ', U"FFI"},
                                                                                {U'ﬄ', U"FFL"},
                                                                                {U'ﬅ', U"ST"},
                                                                                {U'ﬆ', U"ST"}}};
    for (const auto& [from, to] : several)
        if (from == c) return std::u32string(to);
    return {static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)))};
}

/// A capital sigma at the end of a word has a small form of its own.
std::u32string lowered(const std::u32string& text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool endsWord = i > 0 && isCased(text[i - 1]) && (i + 1 == text.size() || !isCased(text[i + 1]));
        if (text[i] == U'Σ')
            out += endsWord ? U'ς' : U'σ';
        else if (text[i] == U'İ')
            out += U"i̇";
        else
            out += static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(text[i])));
    }
    return out;
}

bool isPrintable(char32_t c) {
    switch (category(c)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return false;
        case UTF8PROC_CATEGORY_ZS:
            return c == U' ';
        default:
            return true;
    }
}

/// One conversion of a %-format, "%-5.2f" without its value.
struct Conversion {
    std::string flags;  ///< "%" and everything up to the letter
    char letter = 0;
};

std::string converted(const Conversion& conversion, const Value& value) {
    std::array<char, 512> buffer{};
    const auto print = [&](const std::string& format, auto argument) {
        const int size = std::snprintf(buffer.data(), buffer.size(), format.c_str(), argument);
        if (size < 0 || static_cast<std::size_t>(size) >= buffer.size())
            throw TemplateFailure("a formatted number is longer than 511 characters");
        return std::string(buffer.data(), static_cast<std::size_t>(size));
    };
    switch (conversion.letter) {
        case 's':
        case 'r': {
            const std::string text = conversion.letter == 's' ? str(value) : repr(value);
            if (conversion.flags == "%") return text;
            throw TemplateFailure("'%" + conversion.flags.substr(1) + "s' is not supported; pad with center or indent");
        }
        case 'd':
        case 'i':
            return print(conversion.flags + "lld",
                         static_cast<long long>(value.as<double>() ? truncated(asFloat(value)) : asInteger(value)));
        case 'x':
        case 'X':
            return print(conversion.flags + "ll" + conversion.letter, static_cast<long long>(asInteger(value)));
        case 'f':
        case 'e':
        case 'g':
            return print(conversion.flags + conversion.letter, asFloat(value));
        default:
            throw TemplateFailure(concat("'%", conversion.letter, "' is no supported format"));
    }
}

}  // namespace

std::u32string characters(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t character = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                           static_cast<utf8proc_ssize_t>(text.size() - at), &character);
        if (size <= 0) throw TemplateFailure("a text is not valid UTF-8");
        out += static_cast<char32_t>(character);
        at += static_cast<std::size_t>(size);
    }
    return out;
}

std::string utf8(char32_t character) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes.data());
    return {bytes.begin(), bytes.begin() + size};
}

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text)
        out += utf8(c);
    return out;
}

bool isSpace(char32_t c) {
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0x2028 || c == 0x2029 ||
           category(c) == UTF8PROC_CATEGORY_ZS;
}

std::string upper(std::string_view text) {
    std::u32string out;
    for (const char32_t c : characters(text))
        out += upperOf(c);
    return utf8(out);
}

std::string lower(std::string_view text) {
    return utf8(lowered(characters(text)));
}

std::string capitalize(std::string_view text) {
    const std::u32string all = characters(text);
    if (all.empty()) return {};
    const std::u32string small = lowered(all);
    std::u32string first = upperOf(all[0]);
    if (first.size() == 1)
        first = {static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(all[0])))};
    else if (all[0] != U'ŉ')
        first = first.substr(0, 1) + lowered(first.substr(1));
    return utf8(first + (all[0] == U'İ' ? small.substr(2) : small.substr(1)));
}

std::string withEachWord(std::string_view text, bool (*isOfWord)(char32_t), std::string (*spell)(std::u32string_view)) {
    std::string out;
    std::u32string word;
    for (const char32_t c : characters(text)) {
        if (isOfWord(c)) {
            word += c;
            continue;
        }
        if (!word.empty()) out += spell(std::exchange(word, {}));
        out += utf8(c);
    }
    return word.empty() ? out : out + spell(word);
}

std::string strip(const std::string& text, Side side, const std::string* set) {
    const std::u32string all = characters(text);
    const std::u32string dropped = set ? characters(*set) : std::u32string();
    const auto drops = [&](char32_t c) { return set ? dropped.find(c) != std::u32string::npos : isSpace(c); };
    std::size_t begin = 0;
    std::size_t end = all.size();
    while (side != Side::Right && begin < end && drops(all[begin]))
        ++begin;
    while (side != Side::Left && end > begin && drops(all[end - 1]))
        --end;
    return utf8(std::u32string_view(all).substr(begin, end - begin));
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to, std::int64_t count) {
    std::string out;
    std::size_t at = 0;
    if (from.empty()) {  // between all characters, as Python does
        for (const char32_t c : characters(text))
            out += (count-- != 0 ? to : "") + utf8(c);
        return out + (count != 0 ? to : "");
    }
    while (count-- != 0) {
        const std::size_t found = text.find(from, at);
        if (found == std::string::npos) break;
        out += text.substr(at, found - at) + to;
        at = found + from.size();
    }
    return out + text.substr(at);
}

std::vector<std::string> splitLines(const std::string& text) {
    std::vector<std::string> lines;
    std::u32string line;
    const std::u32string all = characters(text);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const char32_t c = all[i];
        const bool ends = (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c == 0x85 || c == 0x2028 || c == 0x2029;
        if (!ends) {
            line += c;
            continue;
        }
        lines.push_back(utf8(std::exchange(line, {})));
        if (c == U'\r' && i + 1 < all.size() && all[i + 1] == U'\n') ++i;
    }
    if (!line.empty()) lines.push_back(utf8(line));
    return lines;
}

std::string textRepr(const std::string& text) {
    const bool doubles = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
    const char32_t quote = doubles ? U'"' : U'\'';
    std::string out = utf8(quote);
    for (const char32_t c : characters(text)) {
        std::array<char, 16> code{};
        if (c == quote || c == U'\\')
            out += "\\" + utf8(c);
        else if (c == U'\n' || c == U'\r' || c == U'\t')
            out += c == U'\n' ? "\\n" : c == U'\r' ? "\\r" : "\\t";
        else if (isPrintable(c))
            out += utf8(c);
        else {
            std::snprintf(code.data(), code.size(),
                          c < 0x100     ? "\\x%02x"
                          : c < 0x10000 ? "\\u%04x"
                                        : "\\U%08x",
                          static_cast<unsigned>(c));
            out += code.data();
        }
    }
    return out + utf8(quote);
}

std::string formatted(const std::string& format, const Value& arguments) {
    const Sequence* tuple = arguments.sequence();
    if (tuple && tuple->kind != SequenceKind::Tuple) tuple = nullptr;
    const std::vector<Value> values = tuple ? tuple->items : std::vector{arguments};
    std::size_t used = 0;
    std::string out;
    for (std::size_t at = 0; at < format.size(); ++at) {
        if (format[at] != '%') {
            out += format[at];
            continue;
        }
        const std::size_t letter = format.find_first_not_of("0123456789.-+ #", at + 1);
        if (letter == std::string::npos) throw TemplateFailure("incomplete format");
        const Conversion conversion{format.substr(at, letter - at), format[letter]};
        at = letter;
        if (conversion.letter == '%') {
            out += '%';
            continue;
        }
        if (used == values.size()) throw TemplateFailure("not enough arguments for format string");
        out += converted(conversion, values[used++]);
    }
    if (used < values.size()) throw TemplateFailure("not all arguments converted during string formatting");
    return out;
}

}  // namespace autoglm::helper::jinja
