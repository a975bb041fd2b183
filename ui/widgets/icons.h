// The project's line icons (resources/icons), drawn in the colour that a palette asks for. GUI thread.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

namespace autoglm::ui {

inline constexpr int iconPixels = 20;

/// Text colour, greyed where disabled, accent where checked. `name` without ".svg".
QIcon icon(const QString& name, const QPalette& palette);
QPixmap iconPixmap(const QString& name, const QColor& color, int pixels, double devicePixelRatio);

}  // namespace autoglm::ui
