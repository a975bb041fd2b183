#include "ui/models/theme_colors.h"

#include <algorithm>
#include <cmath>

namespace autoglm::ui {

const ThemeColors& themeColors(Theme theme) {
    // Series after Okabe and Ito, in one weight for each ground.
    static const ThemeColors light{.window = QColor(0xF7F7F5),
                                   .card = QColor(0xFFFFFF),
                                   .border = QColor(0xDDDCD8),
                                   .text = QColor(0x1F2328),
                                   .secondary = QColor(0x5C636B),
                                   .accent = QColor(0x2F5DA8),
                                   .onAccent = QColor(0xFFFFFF),
                                   .pass = QColor(0x2E7D4F),
                                   .warning = QColor(0x8F6000),
                                   .failure = QColor(0xB3261E),
                                   .seriesA = QColor(0x0072B2),
                                   .seriesB = QColor(0xC24E00),
                                   .green = QColor(0x007A5A),
                                   .magenta = QColor(0xA8507F),
                                   .amber = QColor(0x8F6A00),
                                   .sky = QColor(0x1F6F9E),
                                   .headingA = QColor(0x0068A3),
                                   .headingB = QColor(0xB34800)};
    static const ThemeColors dark{.window = QColor(0x1B1D1F),
                                  .card = QColor(0x232629),
                                  .border = QColor(0x3A3E42),
                                  .text = QColor(0xE6E8EA),
                                  .secondary = QColor(0x9AA1A8),
                                  .accent = QColor(0x7AA7F0),
                                  .onAccent = QColor(0x14181D),
                                  .pass = QColor(0x5DB884),
                                  .warning = QColor(0xD8A23C),
                                  .failure = QColor(0xF0857D),
                                  .seriesA = QColor(0x4FA3E3),
                                  .seriesB = QColor(0xF0883E),
                                  .green = QColor(0x3FBF95),
                                  .magenta = QColor(0xDB8FB9),
                                  .amber = QColor(0xDDB13B),
                                  .sky = QColor(0x7CC4EE),
                                  .headingA = QColor(0x4FA3E3),
                                  .headingB = QColor(0xF0883E)};
    return theme == Theme::Dark ? dark : light;
}

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}  // namespace

double contrastRatio(const QColor& first, const QColor& second) {
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

}  // namespace autoglm::ui
