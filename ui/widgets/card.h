// The one card of the window: a ground of its own, a thin border, round corners. GUI thread.
#pragma once

#include <QFrame>

namespace autoglm::ui {

class Card : public QFrame {
    Q_OBJECT
  public:
    explicit Card(QWidget* parent = nullptr);

    /// A coloured edge on the left, for states; an invalid colour takes it away.
    void setEdge(const QColor& color);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QColor m_edge;
};

}  // namespace autoglm::ui
