#include "ui/widgets/prompt_edit.h"

#include <QKeyEvent>
#include <QTextDocument>
#include <algorithm>

namespace autoglm::ui {

constexpr int leastLines = 3;
constexpr int mostLines = 8;

PromptEdit::PromptEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &PromptEdit::fitHeight);
    fitHeight();
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && (event->modifiers() & Qt::ControlModifier)) {
        emit sendRequested();
        event->accept();
        return;
    }
    // Esc belongs to the window: it stops.
    if (event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::fitHeight() {
    const int lines = std::clamp(document()->blockCount(), leastLines, mostLines);
    const int margin = static_cast<int>(2 * document()->documentMargin()) + 2 * frameWidth();
    setFixedHeight(lines * fontMetrics().lineSpacing() + margin + 4);
}

}  // namespace autoglm::ui
