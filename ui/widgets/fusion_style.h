// Fusion, with air between the columns of a table, check boxes whose outline can be seen on a dark window too (Fusion's
// own is darker than the window), and labels whose text can be selected, but for those that name a field; the wheel
// changes a choice, number or slider only where that has the focus, and scrolls what it stands in elsewhere. GUI
// thread.
#pragma once

#include <QProxyStyle>

namespace autoglm::ui {

class FusionStyle : public QProxyStyle {
  public:
    FusionStyle();
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace autoglm::ui
