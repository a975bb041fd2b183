// What the console shows before the first question: what to ask the model, or how one is loaded, and why this one
// cannot be asked. GUI thread.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;

namespace autoglm::ui {

class EmptyConsole : public QWidget {
    Q_OBJECT
  public:
    enum class State { NoModel, Loading, Ready, CannotBeAsked };

    explicit EmptyConsole(QWidget* parent = nullptr);

    /// `reason`: the sentence of CannotBeAsked.
    void showState(State state, const QString& reason = {});
    void setOpenEnabled(bool enabled);

  signals:
    void exampleChosen(const QString& prompt);
    void openAsked();
    void demoAsked();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void restyle();

    State m_state = State::NoModel;
    QString m_reason;
    QLabel* m_title;
    QLabel* m_text;
    std::vector<QPushButton*> m_examples;
    QPushButton* m_open;
    QPushButton* m_demo;
};

}  // namespace autoglm::ui
