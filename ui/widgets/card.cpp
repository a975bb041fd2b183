#include "ui/widgets/card.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr double cornerRadius = 6;
constexpr double edgeWidth = 4;

Card::Card(QWidget* parent) : QFrame(parent) {
    setContentsMargins(0, 0, 0, 0);
}

void Card::setEdge(const QColor& color) {
    m_edge = color;
    update();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = colorsOf(palette());
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath path;
    path.addRoundedRect(frame, cornerRadius, cornerRadius);
    painter.fillPath(path, colors.card);
    if (m_edge.isValid()) {
        painter.setClipPath(path);
        painter.fillRect(QRectF(0, 0, edgeWidth, height()), m_edge);
        painter.setClipping(false);
    }
    painter.setPen(QPen(colors.border, 1));
    painter.drawPath(path);
}

}  // namespace autoglm::ui
