// The look of the program: Fusion with the project's palette, light or dark or as the system says, and fonts whose
// figures are of one width. GUI thread.
#pragma once

#include <QApplication>
#include <QFont>
#include <QPalette>

#include "ui/models/theme_colors.h"

namespace autoglm::ui {

/// Applies at once; System follows later changes of the desktop as well.
void applyTheme(QApplication& application, ThemeChoice choice);

QPalette makePalette(Theme theme);
/// The theme that `palette` was made for.
Theme themeOf(const QPalette& palette);
const ThemeColors& colorsOf(const QPalette& palette);

/// `font` with figures of one width where it has such.
QFont tabular(QFont font);
QFont scaled(QFont font, double pointSize, QFont::Weight weight = QFont::Normal);
void setTextColor(QWidget* widget, const QColor& color);

inline constexpr double bodyPoints = 10;
inline constexpr double smallPoints = 9;
inline constexpr double titlePoints = 13;
inline constexpr double bigFigurePoints = 20;

}  // namespace autoglm::ui
