#include "ui/panes/console_pane.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/wording.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_console.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/parameters_panel.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/transcript_view.h"

namespace autoglm::ui {
namespace {

enum ConsolePage { ConsoleEmpty, ConsoleFull };
enum PromptMode { ChatMode, RawMode };
constexpr int systemLines = 3;
constexpr qsizetype specialsNamed = 3;

QString armOf(const worker::LoadSummary& model) {
    return QStringLiteral("%1 %2 %3")
        .arg(QString::fromStdString(model.folder->name), precisionWord(model.scheme.precision),
             QString::fromStdString(model.device));
}

/// How to ask, and the sending: in one row, or in two where one has no room for both.
class ChoicesRow : public QWidget {
  public:
    explicit ChoicesRow(QWidget* parent) : QWidget(parent), m_parts(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
        m_parts->setContentsMargins(0, 0, 0, 0);
        m_parts->setSpacing(12);
    }

    void fill(const QList<QWidget*>& first, const QList<QWidget*>& second) {
        for (const auto& [widgets, stretchAt] : {std::pair(first, first.size()), {second, second.size() - 1}}) {
            auto* part = new QHBoxLayout;
            part->setSpacing(12);
            for (QWidget* widget : widgets)
                part->addWidget(widget);
            part->insertStretch(static_cast<int>(stretchAt), 1);
            m_parts->addLayout(part, widgets == second ? 1 : 0);
        }
    }

  protected:
    /// A word may have become longer.
    bool event(QEvent* event) override {
        if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) fit();
        return QWidget::event(event);
    }

  private:
    void fit() {
        if (m_parts->count() < 2) return;
        const int needed =
            m_parts->itemAt(0)->sizeHint().width() + m_parts->spacing() + m_parts->itemAt(1)->sizeHint().width();
        m_parts->setDirection(needed <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    }

    QBoxLayout* m_parts;
};

}  // namespace

ConsolePane::ConsolePane(EngineController& controller, QWidget* parent)
    : Pane(controller, parent),
      m_title(new QLabel(this)),
      m_copy(new QPushButton(this)),
      m_clear(new QPushButton(this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new EmptyConsole(this)),
      m_view(new TranscriptView(m_transcript, this)) {
    setObjectName(QStringLiteral("console"));
    m_view->setObjectName(QStringLiteral("console.transcript"));
    m_pages->setObjectName(QStringLiteral("console.pages"));
    auto* card = new Card(this);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 6, 1, 6);
    inside->addWidget(m_view);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(card);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(buildHeader());
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildPromptCard());

    connect(m_empty, &EmptyConsole::exampleChosen, this, &ConsolePane::useExample);
    connect(m_empty, &EmptyConsole::openAsked, this, &ConsolePane::openAsked);
    connect(m_empty, &EmptyConsole::demoAsked, this, &ConsolePane::demoAsked);
    connect(m_view, &TranscriptView::editAsked, this, &ConsolePane::edit);
    connect(m_view, &TranscriptView::againAsked, this, [this](std::size_t turn) {
        // A copy: asking takes the turn away.
        const QString question = m_transcript.turns()[turn].prompt;
        ask(question, turn);
    });
    connect(m_view, &TranscriptView::conversationCopyAsked, m_copy, &QPushButton::click);
    connect(m_parameters, &ParametersPanel::markingChanged, m_view, &TranscriptView::setMarking);
    connect(&controller, &EngineController::stateChanged, this, &ConsolePane::updateActions);
    connect(&controller, &EngineController::textArrived, this, &ConsolePane::onText);
    connect(&controller, &EngineController::runFinished, this, &ConsolePane::onFinished);
    restyle();
    retranslate();
    showAll();
    onModel();
}

// ---- making ----

QWidget* ConsolePane::buildHeader() {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_copy->setObjectName(QStringLiteral("console.copy"));
    m_clear->setObjectName(QStringLiteral("console.clear"));
    for (QPushButton* button : {m_copy, m_clear})
        button->setFlat(true);
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_copy);
    row->addWidget(m_clear);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_transcript.toText()); });
    connect(m_clear, &QPushButton::clicked, this, &ConsolePane::clear);
    return header;
}

QWidget* ConsolePane::buildPromptCard() {
    auto* card = new Card(this);
    m_prompt = new PromptEdit(card);
    m_prompt->setObjectName(QStringLiteral("console.prompt"));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(buildBranchRow(card));
    layout->addWidget(buildFolds(card));
    layout->addWidget(m_prompt);
    m_specials = new QWidget(card);
    m_specialsText = new QLabel(m_specials);
    m_specialsText->setObjectName(QStringLiteral("console.specials"));
    m_specialsText->setFont(scaled(font(), smallPoints));
    m_plainSpecials = new QCheckBox(m_specials);
    m_plainSpecials->setObjectName(QStringLiteral("console.plainSpecials"));
    auto* specials = new QHBoxLayout(m_specials);
    specials->setContentsMargins(0, 0, 0, 0);
    specials->addWidget(m_specialsText, 1);
    specials->addWidget(m_plainSpecials);
    layout->addWidget(m_specials);
    layout->addWidget(buildChoices(card));
    setFocusProxy(m_prompt);
    connect(m_prompt, &PromptEdit::sendRequested, this, [this] {
        if (m_send->isEnabled()) run();
    });
    connect(m_prompt, &QPlainTextEdit::textChanged, this, &ConsolePane::showSpecials);
    connect(m_send, &QPushButton::clicked, this, &ConsolePane::run);
    connect(m_plainSpecials, &QCheckBox::toggled, this, &ConsolePane::showSpecials);
    return card;
}

QWidget* ConsolePane::buildBranchRow(QWidget* card) {
    m_branch = new QWidget(card);
    m_branchText = new QLabel(m_branch);
    m_branchText->setObjectName(QStringLiteral("console.branch"));
    m_branchText->setFont(scaled(font(), smallPoints));
    m_branchAction = new QPushButton(m_branch);
    m_branchAction->setObjectName(QStringLiteral("console.branchAction"));
    auto* row = new QHBoxLayout(m_branch);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_branchText, 1);
    row->addWidget(m_branchAction);
    connect(m_branchAction, &QPushButton::clicked, this, [this] { m_editing ? endEditing() : bringBack(); });
    return m_branch;
}

QWidget* ConsolePane::buildFolds(QWidget* card) {
    auto* folds = new QWidget(card);
    m_system = new QPlainTextEdit(folds);
    m_system->setObjectName(QStringLiteral("console.system"));
    m_system->setTabChangesFocus(true);
    m_system->setFixedHeight(systemLines * fontMetrics().lineSpacing() + 12);
    m_parameters = new ParametersPanel(folds);
    m_parameters->setObjectName(QStringLiteral("console.parameters"));
    auto* column = new QVBoxLayout(folds);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_system);
    column->addWidget(m_parameters);
    return new FoldArea(folds, card);
}

QWidget* ConsolePane::buildChoices(QWidget* card) {
    auto* choices = new ChoicesRow(card);
    m_mode = new SegmentedControl(choices);
    m_mode->setObjectName(QStringLiteral("console.mode"));
    m_mode->addSegment(ChatMode, {}, QStringLiteral("console.chat"));
    m_mode->addSegment(RawMode, {}, QStringLiteral("console.raw"));
    m_mode->setCurrent(ChatMode);
    m_systemFold = makeFold(QStringLiteral("console.systemFold"), m_system, choices);
    m_parametersFold = makeFold(QStringLiteral("console.parametersFold"), m_parameters, choices);
    m_remember = new QCheckBox(choices);
    m_remember->setObjectName(QStringLiteral("console.remember"));
    m_send = new QPushButton(choices);
    m_send->setObjectName(QStringLiteral("console.send"));
    choices->fill({m_mode, m_systemFold, m_parametersFold}, {m_remember, m_send});
    connect(m_mode, &SegmentedControl::chosen, this, [this](int mode) {
        m_wantsRaw = mode == RawMode;
        onModel();
        m_prompt->setFocus();
    });
    return choices;
}

// ---- what the user asks for ----

QString ConsolePane::draft() const {
    return m_prompt->toPlainText();
}

void ConsolePane::setDraft(const QString& text) {
    m_prompt->setPlainText(text);
    m_prompt->moveCursor(QTextCursor::End);
}

void ConsolePane::useExample(const QString& prompt) {
    setDraft(prompt);
    if (m_send->isEnabled()) run();
    m_prompt->setFocus();
}

void ConsolePane::clear() {
    endEditing();
    m_transcript.clear();
    showAll();
    m_prompt->setFocus();
    emit cleared();
}

void ConsolePane::edit(std::size_t turn) {
    if (!m_editing) m_draft = m_prompt->toPlainText();
    m_editing = turn;
    m_prompt->setPlainText(m_transcript.turns()[turn].prompt);
    m_prompt->moveCursor(QTextCursor::End);
    m_prompt->setFocus();
    showBranch();
}

void ConsolePane::endEditing() {
    if (m_editing) m_prompt->setPlainText(std::exchange(m_draft, {}));
    m_editing.reset();
    showBranch();
}

void ConsolePane::bringBack() {
    m_transcript.bringBack();
    showAll();
}

QString ConsolePane::runWord() const {
    return m_send->text();
}

bool ConsolePane::canRun(const ActionState& actions) const {
    const auto& model = m_controller.model();
    return actions.run && model && !model->tokenizerError;
}

bool ConsolePane::isRaw() const {
    const auto& model = m_controller.model();
    return m_wantsRaw || (model && model->chatTemplateError);
}

worker::Prompt ConsolePane::promptFor(const QString& text, std::size_t upTo) const {
    if (isRaw()) return worker::RawPrompt{text.toStdString()};
    return m_transcript.messages(text, m_remember->isChecked() ? Transcript::Memory::On : Transcript::Memory::Off,
                                 m_system->toPlainText(), upTo);
}

void ConsolePane::run() {
    const QString text = m_prompt->toPlainText();
    if (!ask(text, m_editing)) return;
    m_prompt->clear();
    // The question that was edited is sent; what was typed before stands in the field again.
    endEditing();
    m_prompt->setFocus();
}

bool ConsolePane::ask(const QString& text, std::optional<std::size_t> instead) {
    const auto& model = m_controller.model();
    const bool isEmpty = text.trimmed().isEmpty();
    if (isEmpty || !model) {
        emit messageRaised({.kind = BannerKind::Notice, .words = [isEmpty]() -> BannerWords {
                                if (isEmpty)
                                    return {tr("There is nothing to ask yet"),
                                            tr("Type a prompt first, or click an example.")};
                                return {tr("No model is loaded"), tr("Load a model, then ask it.")};
                            }});
        return false;
    }
    auto parameters = m_parameters->parameters();
    if (!parameters) {
        m_parametersFold->setChecked(true);
        return false;
    }
    const std::size_t upTo = instead.value_or(m_transcript.turns().size());
    const auto run = m_controller.submit(worker::GenerateCommand{
        .prompt = promptFor(text, upTo),
        .parameters = std::move(*parameters),
        .specials = m_plainSpecials->isChecked() ? text::ParseSpecial::No : text::ParseSpecial::Yes});
    if (!run) {
        emit messageRaised(
            {.words = [error = run.error()] { return BannerWords{tr("The prompt was not sent"), sentenceOf(error)}; }});
        return false;
    }
    if (upTo < m_transcript.turns().size()) {
        m_transcript.dropFrom(upTo);
        showAll();
    }
    m_transcript.begin(*run, text, armOf(*model));
    m_pages->setCurrentIndex(ConsoleFull);
    m_view->appendQuestion();
    updateActions();
    return true;
}

// ---- what the engine answers ----

void ConsolePane::onModel() {
    const auto& model = m_controller.model();
    const bool isChatPossible = !model || !model->chatTemplateError;
    m_mode->setEnabled(isChatPossible);
    m_mode->setCurrent(isRaw() ? RawMode : ChatMode);
    m_mode->setToolTip(ChatMode, isChatPossible ? tr("The prompt is put into the model's chat template")
                                                : sentenceOf(*model->chatTemplateError));
    m_systemFold->setEnabled(!isRaw());
    m_system->setEnabled(!isRaw());
    m_remember->setEnabled(!isRaw());
    if (model) m_parameters->setDefaults(engine::defaultParameters(*model->folder), model->folder->config.vocabSize);
    showSpecials();
    updateActions();
}

void ConsolePane::onText(worker::RunId run, const QString& text) {
    Turn* turn = m_transcript.find(run);
    if (!turn) return;
    turn->state = TurnState::Streaming;
    turn->answer += text;
    m_view->appendAnswer(text);
}

void ConsolePane::onFinished(const worker::RunFinished& finished) {
    if (finished.kind == worker::CommandKind::Load) onModel();
    const Turn* turn = m_transcript.finish(finished);
    if (!turn) return;
    m_view->appendEnd();
    updateActions();
    if (turn->state != TurnState::Failed) return;
    // What was typed is not lost: it is back in its field, unless something new stands there.
    if (m_prompt->toPlainText().isEmpty()) m_prompt->setPlainText(turn->prompt);
    emit messageRaised({.words = [error = turn->error] {
        return BannerWords{tr("The model gave no complete answer"), error ? sentenceOf(*error) : QString()};
    }});
}

// ---- showing ----

void ConsolePane::showAll() {
    m_pages->setCurrentIndex(m_transcript.isEmpty() ? ConsoleEmpty : ConsoleFull);
    m_view->render();
    showBranch();
    updateActions();
}

void ConsolePane::showEmpty() {
    const auto& model = m_controller.model();
    const bool isLoading = m_controller.isLoading();
    m_empty->setOpenEnabled(actionState(m_controller).open);
    if (isLoading || !model)
        m_empty->showState(isLoading ? EmptyConsole::State::Loading : EmptyConsole::State::NoModel);
    else if (model->tokenizerError)
        m_empty->showState(EmptyConsole::State::CannotBeAsked, sentenceOf(*model->tokenizerError));
    else
        m_empty->showState(EmptyConsole::State::Ready);
}

void ConsolePane::showBranch() {
    m_branch->setVisible(m_editing || m_transcript.droppedCount() > 0);
    if (m_editing) {
        m_branchText->setText(tr("Editing question %1: what comes after it is set aside").arg(*m_editing + 1));
        m_branchAction->setText(tr("Cancel editing"));
    } else {
        const auto count = static_cast<int>(m_transcript.droppedCount());
        m_branchText->setText(tr("%n questions are set aside", nullptr, count));
        m_branchAction->setText(tr("Bring back"));
    }
    updateActions();
}

void ConsolePane::showSpecials() {
    const auto& model = m_controller.model();
    const std::string text = m_prompt->toPlainText().toStdString();
    QStringList found;
    if (model && model->tokenizer)
        for (const text::TextRange& range : model->tokenizer->specialsIn(text))
            found << QString::fromStdString(text.substr(range.begin, range.end - range.begin)).trimmed();
    found.removeDuplicates();
    m_specials->setVisible(!found.isEmpty());
    const QString names = found.mid(0, specialsNamed).join(QStringLiteral(", ")) +
                          (found.size() > specialsNamed ? QStringLiteral(", …") : QString());
    m_specialsText->setText(m_plainSpecials->isChecked() ? tr("Sent as plain characters: %1").arg(names)
                                                         : tr("Special tokens in the prompt: %1").arg(names));
}

void ConsolePane::updateActions() {
    if (!m_send) return;
    showEmpty();
    const auto& model = m_controller.model();
    m_send->setEnabled(canRun(actionState(m_controller)));
    if (m_send->isEnabled())
        m_send->setToolTip(tr("Ctrl+Enter"));
    else if (model && model->tokenizerError)
        m_send->setToolTip(sentenceOf(*model->tokenizerError));
    else
        m_send->setToolTip(m_controller.isBusy() ? tr("The engine is at work; Esc stops it")
                                                 : tr("No model is loaded: Ctrl+L loads the one in the tool bar"));
    m_clear->setVisible(!m_transcript.isEmpty());
    m_copy->setVisible(!m_transcript.isEmpty());
    m_clear->setEnabled(!m_controller.isBusy());
    m_branchAction->setEnabled(m_editing || !m_controller.isBusy());
}

void ConsolePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    Pane::changeEvent(event);
}

void ConsolePane::restyle() {
    if (!m_send) return;
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_branchText, colors.secondary);
    setTextColor(m_specialsText, colors.warning);
    m_send->setIcon(icon(QStringLiteral("run"), palette()));
}

void ConsolePane::retranslate() {
    if (!m_send) return;
    m_title->setText(tr("Console"));
    m_copy->setText(tr("Copy conversation"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Set this conversation aside and begin a new one"));
    m_prompt->setPlaceholderText(tr("Type a prompt; Ctrl+Enter sends, Esc stops"));
    m_system->setPlaceholderText(tr("System prompt: how the model is to answer"));
    m_plainSpecials->setText(tr("Read as plain text"));
    m_plainSpecials->setToolTip(tr("Special tokens that are typed reach the model as ordinary characters"));
    m_mode->setText(ChatMode, tr("Chat"));
    m_mode->setText(RawMode, tr("Raw prompt"));
    m_mode->setToolTip(RawMode, tr("The prompt goes to the model as it is, without a chat template"));
    m_systemFold->setText(tr("System prompt"));
    m_parametersFold->setText(tr("Parameters"));
    m_remember->setText(tr("Remember the conversation"));
    m_remember->setToolTip(tr("Send the earlier questions and answers along with each prompt"));
    m_send->setText(tr("Send"));
    m_view->setToolTip({});
    m_view->setAccessibleDescription(tr("Space shows the alternatives of the token at the caret"));
    onModel();
    showBranch();
}

}  // namespace autoglm::ui
