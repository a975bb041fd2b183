// F1: the keys of the window and the terms of the field in one sentence each. Words are made when it is opened. GUI
// thread.
#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace autoglm::ui {

class HelpDialog : public QDialog {
    Q_OBJECT
  public:
    /// `actions`: those with a shortcut are listed.
    HelpDialog(const QList<QAction*>& actions, QWidget* parent);
};

}  // namespace autoglm::ui
