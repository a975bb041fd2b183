// The window's colours, light and dark, and the contrast between two of them (WCAG 2.2, relative luminance). Plain
// values; any thread.
#pragma once

#include <QColor>

namespace autoglm::ui {

struct ThemeColors {
    QColor window, card, border, text, secondary, accent, onAccent;
    QColor pass, warning, failure;
    QColor seriesA, seriesB, green, magenta, amber, sky;
    QColor headingA, headingB;  ///< the hue of seriesA and seriesB, to be read as text
};

enum class Theme { Light, Dark };
enum class ThemeChoice { System, Light, Dark };

const ThemeColors& themeColors(Theme theme);

/// 1 to 21.
double contrastRatio(const QColor& first, const QColor& second);

}  // namespace autoglm::ui
