// What folds open and shut: a button with an arrow, and the area in which the open parts stand. The area asks for all
// the height they need and scrolls where there is less, so that nothing in it is squashed. GUI thread.
#pragma once

#include <QScrollArea>

class QToolButton;

namespace autoglm::ui {

class FoldArea : public QScrollArea {
    Q_OBJECT
  public:
    /// Takes `content` over.
    explicit FoldArea(QWidget* content, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

/// A button that folds `content`, now shut, open and shut.
QToolButton* makeFold(const QString& name, QWidget* content, QWidget* parent);

}  // namespace autoglm::ui
