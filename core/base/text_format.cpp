#include "core/base/text_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace autoglm {

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer{};
    auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    if (error != std::errc()) return std::to_string(value);
    std::string text(buffer.data(), end);
    // A value that rounds to zero has no sign for a reader.
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
    return text;
}

std::string formatBytes(std::uint64_t bytes) {
    if (bytes < 1000) return concat(bytes, " B");
    static constexpr std::array<const char*, 5> units = {"kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes) / 1000.0;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000.0;
        ++unit;
    }
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return fixed(value, decimals) + " " + units[unit];
}

std::string formatDurationNs(std::int64_t ns) {
    const double value = static_cast<double>(ns);
    if (std::abs(value) < 1e3) return concat(ns, " ns");
    if (std::abs(value) < 1e6) return fixed(value / 1e3, 1) + " µs";
    if (std::abs(value) < 1e9) return fixed(value / 1e6, 1) + " ms";
    if (std::abs(value) < 60e9) return fixed(value / 1e9, 1) + " s";
    const auto seconds = static_cast<std::int64_t>(std::llround(value / 1e9));
    return concat(seconds / 60, " min ", seconds % 60, " s");
}

std::string formatShape(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        out += (i ? ", " : "") + std::to_string(shape[i]);
    return out + "]";
}

std::string join(const std::vector<std::string>& items, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i) out += separator;
        out += items[i];
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n\f\v");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

namespace {

/// What stands at one place of a text: a complete character, or the longest piece of one (Unicode 15, 3.9 and table
/// 3-7).
struct Utf8Piece {
    std::size_t length = 1;
    bool isComplete = false;
};

Utf8Piece utf8PieceAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return {1, true};
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return {};
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {length, true};
}

}  // namespace

std::optional<std::size_t> invalidUtf8At(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Piece piece = utf8PieceAt(text, i);
        if (!piece.isComplete) return i;
        i += piece.length;
    }
    return std::nullopt;
}

std::string sanitizeUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Piece piece = utf8PieceAt(text, i);
        out += piece.isComplete ? text.substr(i, piece.length) : std::string_view("\xEF\xBF\xBD");
        i += piece.length;
    }
    return out;
}

}  // namespace autoglm
