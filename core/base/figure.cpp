#include "core/base/figure.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/text_format.h"

namespace autoglm {

namespace {

constexpr int usualDigits = 3;
constexpr int mostDigits = 6;
constexpr int mostDecimals = 9;
/// An end of an interval that is nearer, relative to the value, is the value.
constexpr double sameShare = 1e-9;

/// Of the number as it is written with that many digits: 9.996 is 10.0.
int decimalsFor(double value, int digits) {
    if (value == 0) return 0;
    std::array<char, 40> buffer{};
    const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                    std::chars_format::scientific, digits - 1)
                          .ptr;
    const char* exponent = std::find(static_cast<const char*>(buffer.data()), end, 'e') + 1;
    if (exponent < end && *exponent == '+') ++exponent;
    int power = 0;
    std::from_chars(exponent, end, power);
    return std::clamp(digits - 1 - power, 0, mostDecimals);
}

}  // namespace

int figureDecimals(double value, std::optional<double> low, std::optional<double> high) {
    const int decimals = decimalsFor(value, usualDigits);
    if (!low || !high) return decimals;
    const double nearer = std::min(value - *low, *high - value);
    if (!(nearer > sameShare * std::abs(value))) return decimals;
    const int wanted = std::max(decimals, decimalsFor(nearer, 1));
    return value == 0 ? wanted : std::min(wanted, decimalsFor(value, mostDigits));
}

std::string figureText(double value, std::optional<double> low, std::optional<double> high) {
    return fixed(value, figureDecimals(value, low, high));
}

bool isTooWide(double low, double high) {
    constexpr double widest = 100;
    return low < 1 && high > 1 && high > widest * low;
}

std::string tooWideText(std::size_t blocks) {
    const std::string text = "interval too wide to say anything";
    return blocks == 0 ? text : concat(text, ": its ", blocks, " blocks differ too much");
}

std::string probabilityText(double p) {
    if (p == 0 || p >= 0.0005) return figureText(p);
    std::array<char, 40> buffer{};
    return {buffer.data(),
            std::to_chars(buffer.data(), buffer.data() + buffer.size(), p, std::chars_format::scientific, 0).ptr};
}

std::string exactText(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) return fixed(value + 0.0, 0);
    std::array<char, 40> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

}  // namespace autoglm
