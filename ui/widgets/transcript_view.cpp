#include "ui/widgets/transcript_view.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTextBlock>

#include "ui/models/wording.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/token_popup.h"

namespace autoglm::ui {
namespace {

constexpr double unlikelyBelow = 0.5;
constexpr double veryUnlikelyBelow = 0.1;
constexpr float markOpacity = 0.25F;

QTextCharFormat charFormat(const QColor& color, const QFont& font) {
    QTextCharFormat format;
    format.setForeground(color);
    format.setFont(font);
    return format;
}

/// One character each, as the spans of the tokens count them.
QString shown(QString text) {
    return text.replace(QLatin1Char('\r'), QLatin1Char(' '));
}

}  // namespace

TranscriptView::TranscriptView(const Transcript& transcript, QWidget* parent)
    : QTextBrowser(parent), m_transcript(transcript), m_popup(new TokenPopup(viewport())) {
    m_popup->setObjectName(QStringLiteral("console.token"));
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(16);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    viewport()->setMouseTracking(true);
    connect(this, &QTextBrowser::anchorClicked, this, &TranscriptView::follow);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_popup, &QWidget::hide);
    connect(this, &QTextEdit::cursorPositionChanged, this, [this] {
        if (m_followsCaret) showToken(placeAt(textCursor().position()));
    });
}

// ---- drawing ----

void TranscriptView::insert(const QString& text, const QTextCharFormat& format) {
    QScrollBar* bar = verticalScrollBar();
    const bool isAtBottom = bar->value() >= bar->maximum() - 4;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text, format);
    if (isAtBottom) bar->setValue(bar->maximum());
}

void TranscriptView::newBlock(double topMargin) {
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat format;
    format.setTopMargin(topMargin);
    format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
    if (document()->isEmpty())
        cursor.setBlockFormat(format);
    else
        cursor.insertBlock(format);
}

void TranscriptView::render() {
    m_popup->hide();
    clear();
    m_drawn.clear();
    for (std::size_t i = 0; i < m_transcript.turns().size(); ++i) {
        const Turn& turn = m_transcript.turns()[i];
        renderQuestion(i);
        insert(shown(turn.answer), charFormat(colorsOf(palette()).text, font()));
        if (turn.state != TurnState::Waiting && turn.state != TurnState::Streaming) renderEnd(i);
    }
}

void TranscriptView::appendQuestion() {
    renderQuestion(m_transcript.turns().size() - 1);
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TranscriptView::appendAnswer(const QString& text) {
    insert(shown(text), charFormat(colorsOf(palette()).text, font()));
}

void TranscriptView::appendEnd() {
    const bool wasAtEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 1;
    renderEnd(m_transcript.turns().size() - 1);
    if (wasAtEnd) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TranscriptView::renderQuestion(std::size_t turn) {
    const ThemeColors& colors = colorsOf(palette());
    const Turn& asked = m_transcript.turns()[turn];
    if (turn > 0 && asked.arm != m_transcript.turns()[turn - 1].arm) {
        newBlock(16);
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        QTextBlockFormat line = cursor.blockFormat();
        line.setProperty(QTextFormat::BlockTrailingHorizontalRulerWidth,
                         QTextLength(QTextLength::PercentageLength, 100));
        cursor.setBlockFormat(line);
        insert(tr("from here on: %1").arg(asked.arm), charFormat(colors.secondary, scaled(font(), smallPoints)));
    }
    newBlock(document()->isEmpty() ? 0 : 20);
    Drawn drawn;
    drawn.questionAt = document()->characterCount() - 1;
    insert(shown(asked.prompt), charFormat(colors.accent, scaled(font(), bodyPoints, QFont::DemiBold)));
    newBlock(4);
    drawn.answerAt = document()->characterCount() - 1;
    m_drawn.push_back(std::move(drawn));
}

void TranscriptView::renderEnd(std::size_t turn) {
    const ThemeColors& colors = colorsOf(palette());
    const Turn& ended = m_transcript.turns()[turn];
    const QFont small = tabular(scaled(font(), smallPoints));
    if (ended.record) m_drawn[turn].spans = tokenSpans(*ended.record);
    if (ended.state == TurnState::Failed) {
        newBlock(4);
        const QString why = ended.error ? sentenceOf(*ended.error) : QString();
        insert(tr("Failed: %1").arg(why), charFormat(colors.failure, small));
    }
    newBlock(4);
    insert(figuresLine(ended), charFormat(colors.secondary, small));
    renderLinks(turn, small);
    if (m_isMarking) markTokens(turn);
}

void TranscriptView::renderLinks(std::size_t turn, const QFont& small) {
    const std::pair<QString, QString> links[] = {{QStringLiteral("copy"), tr("Copy")},
                                                 {QStringLiteral("edit"), tr("Edit")},
                                                 {QStringLiteral("again"), tr("Ask again")}};
    for (const auto& [name, word] : links) {
        insert(QStringLiteral("    "), charFormat(colorsOf(palette()).secondary, small));
        QTextCharFormat format = charFormat(colorsOf(palette()).accent, small);
        format.setAnchor(true);
        format.setAnchorHref(QStringLiteral("%1:%2").arg(name).arg(turn));
        insert(word, format);
    }
}

void TranscriptView::setMarking(bool isMarking) {
    m_isMarking = isMarking;
    for (std::size_t i = 0; i < m_drawn.size(); ++i)
        markTokens(i);
}

void TranscriptView::markTokens(std::size_t turn) {
    const auto& record = m_transcript.turns()[turn].record;
    if (!record) return;
    const ThemeColors& colors = colorsOf(palette());
    const Drawn& drawn = m_drawn[turn];
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (std::size_t i = 0; i < drawn.spans.size(); ++i) {
        const engine::TokenEvent& token = record->tokens[i];
        if (token.alternatives.empty() || static_cast<double>(token.probability) >= unlikelyBelow) continue;
        QColor ground = static_cast<double>(token.probability) < veryUnlikelyBelow ? colors.failure : colors.amber;
        ground.setAlphaF(markOpacity);
        QTextCharFormat format;
        format.setBackground(m_isMarking ? QBrush(ground) : QBrush(Qt::NoBrush));
        const int begin = drawn.answerAt + static_cast<int>(drawn.spans[i].begin);
        cursor.setPosition(begin);
        cursor.setPosition(begin + static_cast<int>(drawn.spans[i].length), QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(format);
    }
    cursor.endEditBlock();
}

void TranscriptView::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) render();
}

// ---- what can be done with a turn ----

void TranscriptView::follow(const QUrl& link) {
    const std::size_t turn = link.path().toULongLong();
    if (turn >= m_transcript.turns().size()) return;
    if (link.scheme() == QLatin1String("copy")) copyAnswer(turn);
    if (link.scheme() == QLatin1String("edit")) emit editAsked(turn);
    if (link.scheme() == QLatin1String("again")) emit againAsked(turn);
}

void TranscriptView::copyAnswer(std::size_t turn) const {
    QApplication::clipboard()->setText(m_transcript.turns()[turn].answer);
}

void TranscriptView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu* menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const int position = isByKey ? textCursor().position() : cursorForPosition(event->pos()).position();
    if (const auto turn = turnAt(position)) {
        menu->addAction(tr("Copy answer"), this, [this, turn] { copyAnswer(*turn); });
        menu->addAction(tr("Edit question"), this, [this, turn] { emit editAsked(*turn); });
        menu->addAction(tr("Ask again"), this, [this, turn] { emit againAsked(*turn); });
    }
    const auto place = placeAt(isByKey ? position : positionUnder(event->pos()));
    if (place)
        menu->addAction(tr("Copy token alternatives"), this, [this, place] {
            QApplication::clipboard()->setText(
                toText(tokenDetails(*m_transcript.turns()[place->turn].record, place->token)));
        });
    menu->addAction(tr("Copy conversation"), this, &TranscriptView::conversationCopyAsked);
    menu->popup(event->globalPos());
}

// ---- tokens ----

std::optional<std::size_t> TranscriptView::turnAt(int position) const {
    for (std::size_t i = m_drawn.size(); i-- > 0;)
        if (m_drawn[i].questionAt <= position) return i;
    return std::nullopt;
}

std::optional<TranscriptView::Place> TranscriptView::placeAt(int position) const {
    const auto turn = turnAt(position);
    if (!turn) return std::nullopt;
    const auto token = tokenAt(m_drawn[*turn].spans, position - m_drawn[*turn].answerAt);
    return token ? std::optional(Place{*turn, *token}) : std::nullopt;
}

int TranscriptView::positionUnder(const QPoint& point) const {
    const QPointF inDocument = QPointF(point) + QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value());
    const int edge = document()->documentLayout()->hitTest(inDocument, Qt::ExactHit);
    if (edge < 0) return -1;
    // The nearest edge between two characters: the one under the mouse may be left of it.
    QTextCursor cursor(document());
    cursor.setPosition(edge);
    return point.x() < cursorRect(cursor).left() ? edge - 1 : edge;
}

QRect TranscriptView::tokenRect(std::size_t turn, std::size_t token) const {
    const Drawn& drawn = m_drawn.at(turn);
    QTextCursor cursor(document());
    cursor.setPosition(drawn.answerAt + static_cast<int>(drawn.spans.at(token).begin));
    const QRect begin = cursorRect(cursor);
    cursor.setPosition(cursor.position() + static_cast<int>(drawn.spans.at(token).length));
    const QRect end = cursorRect(cursor);
    return end.top() == begin.top() ? begin.united(end) : begin.adjusted(0, 0, 8, 0);
}

void TranscriptView::showToken(const std::optional<Place>& place) {
    if (!place) return m_popup->hide();
    m_popup->showDetails(tokenDetails(*m_transcript.turns()[place->turn].record, place->token),
                         tokenRect(place->turn, place->token));
}

bool TranscriptView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        m_followsCaret = false;
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool isSelecting = mouse->buttons() != Qt::NoButton;
        showToken(isSelecting ? std::nullopt : placeAt(positionUnder(mouse->position().toPoint())));
    }
    if (event->type() == QEvent::Leave && !m_followsCaret) m_popup->hide();
    return QTextBrowser::viewportEvent(event);
}

void TranscriptView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        m_followsCaret = !m_followsCaret;
        showToken(m_followsCaret ? placeAt(textCursor().position()) : std::nullopt);
        return event->accept();
    }
    QTextBrowser::keyPressEvent(event);
}

void TranscriptView::focusOutEvent(QFocusEvent* event) {
    m_followsCaret = false;
    m_popup->hide();
    QTextBrowser::focusOutEvent(event);
}

}  // namespace autoglm::ui
