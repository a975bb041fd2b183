// Fusion, with air between the columns of a table, and check boxes whose outline can be seen on a dark window too
// (Fusion's own is darker than the window). GUI thread.
#pragma once

#include <QProxyStyle>

namespace autoglm::ui {

class FusionStyle : public QProxyStyle {
  public:
    FusionStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace autoglm::ui
