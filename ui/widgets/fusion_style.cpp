#include "ui/widgets/fusion_style.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QStyleOption>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

FusionStyle::FusionStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void FusionStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QSlider*>(widget)) {
        // Nor does the wheel give it the focus.
        if (widget->focusPolicy() == Qt::WheelFocus) widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(this);
    }
    auto* label = qobject_cast<QLabel*>(widget);
    if (!label || label->isWindow() || label->buddy()) return;
    // A label that was told otherwise keeps what it was told.
    if (label->textInteractionFlags() == Qt::LinksAccessibleByMouse)
        label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::TextSelectableByMouse);
}

bool FusionStyle::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus())
        return QProxyStyle::eventFilter(watched, event);
    event->ignore();  // goes on to what scrolls
    return true;
}

int FusionStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    constexpr int columnMargin = 6;
    if (metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin) return columnMargin;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int FusionStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* returned) const {
    // Those of the desktop's theme follow its colours, not ours.
    return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
}

void FusionStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    if (element != PE_IndicatorCheckBox) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    const ThemeColors& colors = colorsOf(option->palette);
    const bool enabled = option->state & State_Enabled;
    const bool checked = option->state & State_On;
    const QColor ink = enabled ? colors.accent : colors.secondary;
    const bool emphasized = checked || (option->state & (State_MouseOver | State_HasFocus));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(emphasized ? ink : colors.secondary);
    painter->setBrush(checked ? ink : colors.card);
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->drawRoundedRect(box, 2, 2);
    if (checked) {
        QPen tick(colors.onAccent, box.width() / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        painter->setPen(tick);
        const auto at = [&box](double x, double y) {
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
        };
        painter->drawPolyline(QPolygonF({at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.31)}));
    }
    painter->restore();
}

}  // namespace autoglm::ui
