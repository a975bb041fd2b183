// Talk to the loaded model: the conversation as it streams, what each answer cost, examples while it is empty. A prompt
// stays in its field until the engine has taken it, and comes back where it was not answered. GUI thread.
#pragma once

#include <QStringList>
#include <QTextCharFormat>
#include <vector>

#include "ui/models/transcript.h"
#include "ui/panes/pane.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTextEdit;

namespace autoglm::ui {

class PromptEdit;

class ConsolePane : public Pane {
    Q_OBJECT
  public:
    explicit ConsolePane(EngineController& controller, QWidget* parent = nullptr);

    void run() override;
    bool canRun(const ActionState& actions) const override { return actions.run; }
    const Transcript& transcript() const { return m_transcript; }
    /// What is typed and not sent.
    QString draft() const;
    void setDraft(const QString& text);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildEmptyPage();
    QWidget* buildPromptCard();
    void useExample(int index);
    void clear();
    void updateActions();
    void onText(worker::RunId run, const QString& text);
    void onFinished(const worker::RunFinished& finished);
    worker::Prompt promptFor(const QString& text) const;

    void render();
    void renderQuestion(const Turn& turn);
    void renderEnd(const Turn& turn);
    void insert(const QString& text, const QTextCharFormat& format);
    void newBlock(double topMargin);
    void retranslate();
    void restyle();

    Transcript m_transcript;
    QLabel* m_title;
    QPushButton* m_clear;
    QStackedWidget* m_pages;
    QLabel* m_emptyTitle = nullptr;
    QLabel* m_emptyText = nullptr;
    std::vector<QPushButton*> m_examples;
    QTextEdit* m_view;
    PromptEdit* m_prompt = nullptr;
    QCheckBox* m_remember = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_send = nullptr;
};

}  // namespace autoglm::ui
