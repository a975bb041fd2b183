// Talk to the loaded model: the conversation as it streams, what each answer cost, what could have come instead of each
// token; parameters, system prompt, raw prompts. A question can be edited or asked again: what came after it can be
// brought back. A prompt stays in its field until the engine has taken it, and comes back where it was not answered.
// GUI thread.
#pragma once

#include <optional>

#include "ui/models/transcript.h"
#include "ui/panes/pane.h"

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace autoglm::ui {

class EmptyConsole;
class ParametersPanel;
class PromptEdit;
class SegmentedControl;
class TranscriptView;

class ConsolePane : public Pane {
    Q_OBJECT
  public:
    explicit ConsolePane(EngineController& controller, QWidget* parent = nullptr);

    void run() override;
    QString runWord() const override;
    bool canRun(const ActionState& actions) const override;
    const Transcript& transcript() const { return m_transcript; }
    /// What is typed and not sent.
    QString draft() const;
    void setDraft(const QString& text);

  signals:
    void openAsked();
    void demoAsked();
    /// No answer is shown any more.
    void cleared();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildHeader();
    QWidget* buildPromptCard();
    QWidget* buildFolds(QWidget* card);
    QWidget* buildBranchRow(QWidget* card);
    QWidget* buildChoices(QWidget* card);
    void useExample(const QString& prompt);
    void clear();
    void edit(std::size_t turn);
    void endEditing();
    void bringBack();
    /// False where it was not sent; then nothing has changed.
    bool ask(const QString& text, std::optional<std::size_t> instead);
    worker::Prompt promptFor(const QString& text, std::size_t upTo) const;
    bool isRaw() const;

    void onModel();
    void onText(worker::RunId run, const QString& text);
    void onFinished(const worker::RunFinished& finished);
    void showAll();
    void showEmpty();
    void showBranch();
    void showSpecials();
    void updateActions();
    void retranslate();
    void restyle();

    Transcript m_transcript;
    std::optional<std::size_t> m_editing;  ///< the question that the next one takes the place of
    QString m_draft;                       ///< what stood in the field before editing
    bool m_wantsRaw = false;

    QLabel* m_title;
    QPushButton* m_copy;
    QPushButton* m_clear;
    QStackedWidget* m_pages;
    EmptyConsole* m_empty;
    TranscriptView* m_view;
    QWidget* m_branch = nullptr;
    QLabel* m_branchText = nullptr;
    QPushButton* m_branchAction = nullptr;
    QPlainTextEdit* m_system = nullptr;
    ParametersPanel* m_parameters = nullptr;
    PromptEdit* m_prompt = nullptr;
    QWidget* m_specials = nullptr;
    QLabel* m_specialsText = nullptr;
    QCheckBox* m_plainSpecials = nullptr;
    SegmentedControl* m_mode = nullptr;
    QToolButton* m_systemFold = nullptr;
    QToolButton* m_parametersFold = nullptr;
    QCheckBox* m_remember = nullptr;
    QPushButton* m_send = nullptr;
};

}  // namespace autoglm::ui
