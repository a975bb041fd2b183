#include "ui/panes/console_pane.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTextEdit>
#include <QVBoxLayout>
#include <array>

#include "ui/widgets/card.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr std::int64_t answerTokens = 512;
constexpr int pageEmpty = 0;
constexpr int pageFull = 1;

/// What the model that ships with the program was trained for.
const std::array<QString, 4> examples = {QStringLiteral("12 + 30 = ?"), QStringLiteral("把 5 3 9 从小到大排列"),
                                         QStringLiteral("Reverse abcd"), QStringLiteral("你好")};

QTextCharFormat textFormat(const QColor& color, QFont font) {
    QTextCharFormat format;
    format.setForeground(color);
    format.setFont(font);
    return format;
}

}  // namespace

ConsolePane::ConsolePane(EngineController& controller, QWidget* parent)
    : Pane(controller, parent),
      m_title(new QLabel(this)),
      m_clear(new QPushButton(this)),
      m_pages(new QStackedWidget(this)),
      m_view(new QTextEdit(this)) {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_clear->setObjectName(QStringLiteral("console.clear"));
    m_clear->setFlat(true);
    m_view->setObjectName(QStringLiteral("console.transcript"));
    m_view->setReadOnly(true);
    m_view->setUndoRedoEnabled(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->document()->setDocumentMargin(16);
    m_view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto* card = new Card(this);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 6, 1, 6);
    inside->addWidget(m_view);
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(card);

    auto* header = new QHBoxLayout;
    header->addWidget(m_title);
    header->addStretch(1);
    header->addWidget(m_clear);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(header);
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildPromptCard());

    connect(m_clear, &QPushButton::clicked, this, &ConsolePane::clear);
    connect(&controller, &EngineController::stateChanged, this, &ConsolePane::updateActions);
    connect(&controller, &EngineController::textArrived, this, &ConsolePane::onText);
    connect(&controller, &EngineController::runFinished, this, &ConsolePane::onFinished);
    restyle();
    retranslate();
    render();
    updateActions();
}

QWidget* ConsolePane::buildEmptyPage() {
    auto* page = new QWidget(this);
    m_emptyTitle = new QLabel(page);
    m_emptyTitle->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_emptyTitle->setAlignment(Qt::AlignHCenter);
    m_emptyText = new QLabel(page);
    m_emptyText->setAlignment(Qt::AlignHCenter);
    m_emptyText->setWordWrap(true);
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        auto* button = new QPushButton(examples[i], page);
        button->setObjectName(QStringLiteral("console.example.%1").arg(i));
        button->setMinimumSize(220, 40);
        const int index = static_cast<int>(i);
        connect(button, &QPushButton::clicked, this, [this, index] { useExample(index); });
        grid->addWidget(button, index / 2, index % 2);
        m_examples.push_back(button);
    }
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(grid);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_emptyTitle);
    layout->addWidget(m_emptyText);
    layout->addSpacing(8);
    layout->addLayout(row);
    layout->addStretch(3);
    return page;
}

QWidget* ConsolePane::buildPromptCard() {
    auto* card = new Card(this);
    m_prompt = new PromptEdit(card);
    m_prompt->setObjectName(QStringLiteral("console.prompt"));
    m_remember = new QCheckBox(card);
    m_remember->setObjectName(QStringLiteral("console.remember"));
    m_hint = new QLabel(card);
    m_hint->setFont(scaled(font(), smallPoints));
    m_send = new QPushButton(card);
    m_send->setObjectName(QStringLiteral("console.send"));
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_remember);
    row->addStretch(1);
    row->addWidget(m_hint);
    row->addWidget(m_send);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_prompt);
    layout->addLayout(row);
    setFocusProxy(m_prompt);
    connect(m_prompt, &PromptEdit::sendRequested, this, [this] {
        if (m_send->isEnabled()) run();
    });
    connect(m_send, &QPushButton::clicked, this, &ConsolePane::run);
    return card;
}

QString ConsolePane::draft() const {
    return m_prompt->toPlainText();
}

void ConsolePane::setDraft(const QString& text) {
    m_prompt->setPlainText(text);
    m_prompt->moveCursor(QTextCursor::End);
}

void ConsolePane::useExample(int index) {
    setDraft(examples[static_cast<std::size_t>(index)]);
    if (m_send->isEnabled()) run();
    m_prompt->setFocus();
}

void ConsolePane::clear() {
    m_transcript.clear();
    render();
    m_prompt->setFocus();
}

worker::Prompt ConsolePane::promptFor(const QString& text) const {
    const auto& model = m_controller.model();
    if (model && model->chatTemplateError) return worker::RawPrompt{text.toStdString()};
    return m_transcript.messages(text, m_remember->isChecked() ? Transcript::Memory::On : Transcript::Memory::Off);
}

void ConsolePane::run() {
    const QString text = m_prompt->toPlainText();
    const auto& model = m_controller.model();
    if (text.trimmed().isEmpty() || !model) {
        emit messageRaised(
            {.kind = BannerKind::Notice,
             .title = text.trimmed().isEmpty() ? tr("There is nothing to ask yet") : tr("No model is loaded"),
             .sentence = text.trimmed().isEmpty() ? tr("Type a prompt first, or click an example.")
                                                  : tr("Load a model, then ask it.")});
        return;
    }
    engine::GenerationParameters parameters = engine::defaultParameters(*model->folder);
    parameters.maxTokens = answerTokens;
    const auto run =
        m_controller.submit(worker::GenerateCommand{.prompt = promptFor(text), .parameters = std::move(parameters)});
    if (!run) {
        emit messageRaised(
            {.title = tr("The prompt was not sent"), .sentence = QString::fromStdString(describe(run.error()))});
        return;
    }
    const bool wasEmpty = m_transcript.isEmpty();
    const Turn& turn = m_transcript.begin(*run, text);
    m_prompt->clear();
    m_prompt->setFocus();
    if (wasEmpty)
        render();
    else
        renderQuestion(turn);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    updateActions();
}

void ConsolePane::onText(worker::RunId run, const QString& text) {
    Turn* turn = m_transcript.find(run);
    if (!turn) return;
    turn->state = TurnState::Streaming;
    turn->answer += text;
    insert(text, textFormat(colorsOf(palette()).text, font()));
}

void ConsolePane::onFinished(const worker::RunFinished& finished) {
    const Turn* turn = m_transcript.finish(finished);
    if (!turn) return;
    renderEnd(*turn);
    updateActions();
    if (turn->state != TurnState::Failed) return;
    // What was typed is not lost: it is back in its field, unless something new stands there.
    if (m_prompt->toPlainText().isEmpty()) m_prompt->setPlainText(turn->prompt);
    emit messageRaised({.title = tr("The model gave no complete answer"), .sentence = turn->error});
}

// ---- drawing ----

void ConsolePane::insert(const QString& text, const QTextCharFormat& format) {
    QScrollBar* bar = m_view->verticalScrollBar();
    const bool isAtBottom = bar->value() >= bar->maximum() - 4;
    QTextCursor cursor(m_view->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text, format);
    if (isAtBottom) bar->setValue(bar->maximum());
}

void ConsolePane::newBlock(double topMargin) {
    QTextCursor cursor(m_view->document());
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat format;
    format.setTopMargin(topMargin);
    format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
    if (m_view->document()->isEmpty())
        cursor.setBlockFormat(format);
    else
        cursor.insertBlock(format);
}

void ConsolePane::render() {
    m_view->clear();
    m_pages->setCurrentIndex(m_transcript.isEmpty() ? pageEmpty : pageFull);
    m_clear->setVisible(!m_transcript.isEmpty());
    for (const Turn& turn : m_transcript.turns()) {
        renderQuestion(turn);
        insert(turn.answer, textFormat(colorsOf(palette()).text, font()));
        if (turn.state != TurnState::Waiting && turn.state != TurnState::Streaming) renderEnd(turn);
    }
}

void ConsolePane::renderQuestion(const Turn& turn) {
    newBlock(m_view->document()->isEmpty() ? 0 : 20);
    insert(turn.prompt, textFormat(colorsOf(palette()).accent, scaled(font(), bodyPoints, QFont::DemiBold)));
    newBlock(4);
}

void ConsolePane::renderEnd(const Turn& turn) {
    const ThemeColors& colors = colorsOf(palette());
    const QFont small = tabular(scaled(font(), smallPoints));
    if (turn.state == TurnState::Failed) {
        newBlock(4);
        insert(tr("Failed: %1").arg(turn.error), textFormat(colors.failure, small));
    }
    const QString line = figuresLine(turn);
    if (line.isEmpty()) return;
    newBlock(4);
    insert(line, textFormat(colors.secondary, small));
}

void ConsolePane::updateActions() {
    const ActionState actions = actionState(m_controller.state(), ProcessHealth::Usable);
    m_send->setEnabled(actions.run);
    m_clear->setEnabled(!m_controller.isBusy());
}

void ConsolePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) render();
    Pane::changeEvent(event);
}

void ConsolePane::restyle() {
    if (!m_hint) return;
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_emptyText, colors.secondary);
    setTextColor(m_hint, colors.secondary);
    m_send->setIcon(icon(QStringLiteral("run"), palette()));
}

void ConsolePane::retranslate() {
    if (!m_hint) return;
    m_title->setText(tr("Console"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Forget this conversation"));
    m_emptyTitle->setText(tr("Ask the model something"));
    m_emptyText->setText(
        tr("Every answer shows its time to first token, its speed and its tokens. Start with an example:"));
    m_prompt->setPlaceholderText(tr("Type a prompt"));
    m_remember->setText(tr("Remember the conversation"));
    m_remember->setToolTip(tr("Send the earlier questions and answers along with each prompt"));
    m_hint->setText(tr("Ctrl+Enter sends, Esc stops"));
    m_send->setText(tr("Send"));
}

}  // namespace autoglm::ui
