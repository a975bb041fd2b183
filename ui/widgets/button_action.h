// A button's work as an action too: with a key, and to be found by the palette. Words and enabled state are those of
// the button, which owns it. Add it to the pane: its key works while that is shown. GUI thread.
#pragma once

#include <QAction>

class QAbstractButton;

namespace autoglm::ui {

class ButtonAction : public QAction {
    Q_OBJECT
  public:
    explicit ButtonAction(QAbstractButton* button, const QKeySequence& key = {});

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow();

    QAbstractButton* m_button;
};

}  // namespace autoglm::ui
