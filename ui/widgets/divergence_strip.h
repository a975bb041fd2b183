// KL divergence along a text as a strip of coloured cells with the scale of its colours. One cell is current: chosen by
// mouse or with the arrow keys, Home and End; a click, Enter or Space opens it. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "core/evaluate/divergence.h"

namespace autoglm::ui {

class DivergenceStrip : public QWidget {
    Q_OBJECT
  public:
    explicit DivergenceStrip(QWidget* parent = nullptr);

    void setCells(std::vector<evaluate::StripBucket> cells);
    const std::vector<evaluate::StripBucket>& cells() const { return m_cells; }
    /// -1 where there is none.
    int current() const { return m_current; }
    void setCurrent(int cell);
    /// Position, mean and largest KLD of a cell in one line; empty where there is none.
    QString describe(int cell) const;
    QRect cellRect(int cell) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    void currentChanged(int cell);
    void opened(int cell);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    int cellAt(int x) const;
    double shadeOf(double kld) const;  ///< 0 to 1
    QColor colorAt(double shade) const;
    void paintLegend(QPainter& painter) const;

    std::vector<evaluate::StripBucket> m_cells;
    double m_low = 0;  ///< of a logarithmic scale; 0: linear
    double m_high = 0;
    int m_current = -1;
};

}  // namespace autoglm::ui
