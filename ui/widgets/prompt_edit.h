// Where a prompt is typed: Ctrl+Enter sends, Enter is a new line, three to eight lines high. GUI thread.
#pragma once

#include <QPlainTextEdit>

namespace autoglm::ui {

class PromptEdit : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit PromptEdit(QWidget* parent = nullptr);

  signals:
    void sendRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void fitHeight();
};

}  // namespace autoglm::ui
