#include "tests/ui/window_walk.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSet>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <algorithm>

namespace autoglm::test {
namespace {

/// What engineers do not translate, names, units, and what the scripted model and the samples are called.
bool isName(const QString& word) {
    static const QSet<QString> names = {
        // the field
        "token", "tokens", "id", "logit", "KV", "cache", "TTFT", "Prefill", "KL", "logits", "jsonl", "prompt",
        "prefill", "KLD", "nats", "NaN", "Inf", "dtype", "Top-k", "Top-p", "Min-p", "MLP", "query", "embedding", "norm",
        "bias", "McNemar", "dynamic",
        // units and formats
        "kB", "MB", "GB", "ms", "tok", "GFLOP", "GHz", "JSON", "HTML", "CSV", "Markdown", "PDF", "PNG", "SVG", "TSV",
        "SHA",
        // parts of the machine and libraries
        "CPU", "GPU", "RAM", "VRAM", "cpu", "NVIDIA", "CUDA", "BLAS", "OpenBLAS", "cuDNN", "libtorch", "oneDNN",
        "ModelScope", "Hugging", "Face", "llama-bench",
        // keys
        "Ctrl", "Enter", "Esc", "Space",
        // this program, its models, its samples
        "AutoGLM", "Workbench", "alphabet", "demo", "demo-model", "GlmForCausalLM", "glm", "English", "END", "abcd",
        "Reverse", "bfloat", "ab", "mine"};
    return names.contains(word);
}

QString wordsOf(const QString& text) {
    // Quotes, commands and paths, what holds a digit, a dot, an underline or a key with a plus, numbers with signs.
    static const QRegularExpression kept(
        QStringLiteral("“[^”]*”|<[^>]*>|\\S*[/_=+\\\\~]\\S*|\\b[\\w-]*\\d[\\w.-]*|\\b\\w+\\.\\w[\\w.]*"));
    static const QRegularExpression latin(QStringLiteral("[A-Za-z][A-Za-z-]+"));
    static const QRegularExpression entity(QStringLiteral("&[a-z]+;"));
    QString rest = text;
    rest.replace(entity, QStringLiteral(" ")).replace(kept, QStringLiteral(" · "));
    QStringList found;
    for (auto all = latin.globalMatch(rest); all.hasNext();)
        if (const QString word = all.next().captured(); !isName(word)) found << word;
    return found.join(QLatin1Char(' '));
}

void look(QStringList& out, const QObject& where, const QString& text) {
    if (const QString words = wordsOf(text); !words.isEmpty())
        out << QStringLiteral("%1: [%2] in %3").arg(where.objectName(), words, text.left(160));
}

template <class Widget>
QList<Widget*> visible(const QWidget& window) {
    QList<Widget*> found = window.findChildren<Widget*>();
    found.removeIf([](const Widget* one) { return !one->isVisible(); });
    return found;
}

}  // namespace

QStringList clipped(const QWidget& window) {
    QStringList out;
    for (const auto* button : visible<QAbstractButton>(window))
        if (!button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            out << button->objectName() + QStringLiteral(": ") + button->text();
    for (const auto* label : visible<QLabel>(window)) {
        if (label->text().isEmpty()) continue;
        const bool isTooLow = label->wordWrap() && label->height() < label->heightForWidth(label->width());
        const bool isTooNarrow = !label->wordWrap() && label->width() < label->minimumSizeHint().width();
        if (isTooLow || isTooNarrow) out << label->objectName() + QStringLiteral(": ") + label->text();
    }
    return out;
}

QStringList cutColumns(const QWidget& window) {
    QStringList out;
    for (auto* table : visible<QTableView>(window)) {
        const QHeaderView& header = *table->horizontalHeader();
        const QAbstractItemModel& model = *table->model();
        const int room = table->viewport()->width();
        if (header.length() > room)
            out << QStringLiteral("%1: columns of %2 pixels in %3")
                       .arg(table->objectName())
                       .arg(header.length())
                       .arg(room);
        const int margins = 2 * table->style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, table);
        for (int column = 0; column < model.columnCount(); ++column) {
            const QString title = model.headerData(column, Qt::Horizontal).toString();
            const int width = header.sectionSize(column);
            if (header.isVisible() && header.fontMetrics().horizontalAdvance(title) + margins > width)
                out << QStringLiteral("%1: heading '%2' in %3 pixels").arg(table->objectName(), title).arg(width);
            for (int row = 0; row < std::min(model.rowCount(), 40); ++row) {
                const QModelIndex index = model.index(row, column);
                const bool isFigure = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
                if (isFigure && table->fontMetrics().horizontalAdvance(index.data().toString()) > width)
                    out << QStringLiteral("%1: '%2' in %3 pixels")
                               .arg(table->objectName(), index.data().toString())
                               .arg(width);
            }
        }
    }
    return out;
}

QStringList notSelectable(const QWidget& window) {
    QStringList out;
    for (const auto* label : visible<QLabel>(window)) {
        const bool isHandle = qobject_cast<const QDockWidget*>(label->parent());
        if (label->text().isEmpty() || label->buddy() || isHandle) continue;
        if (!label->textInteractionFlags().testFlag(Qt::TextSelectableByMouse))
            out << label->objectName() + QStringLiteral(": ") + label->text();
    }
    return out;
}

QStringList englishWords(const QWidget& window) {
    QStringList out;
    for (const auto* widget : visible<QWidget>(window))
        look(out, *widget, widget->toolTip());
    for (const auto* label : visible<QLabel>(window))
        if (label->objectName() != QLatin1String("finding.command")) look(out, *label, label->text());
    for (const auto* button : visible<QAbstractButton>(window))
        look(out, *button, button->text());
    for (const auto* box : visible<QComboBox>(window))
        for (int i = 0; i < box->count(); ++i)
            look(out, *box, box->itemText(i));
    for (const auto* line : visible<QLineEdit>(window))
        look(out, *line, line->placeholderText());
    for (const auto* edit : visible<QPlainTextEdit>(window))
        look(out, *edit, edit->placeholderText());
    for (const auto* tabs : visible<QTabBar>(window))
        for (int i = 0; i < tabs->count(); ++i)
            look(out, *tabs, tabs->tabText(i));
    for (const auto* table : visible<QTableView>(window)) {
        // The log and the data of a report are documents for others.
        if (table->objectName() == QLatin1String("log.table") || table->objectName() == QLatin1String("reports.json"))
            continue;
        const QAbstractItemModel& model = *table->model();
        for (int column = 0; column < model.columnCount(); ++column) {
            look(out, *table, model.headerData(column, Qt::Horizontal).toString());
            for (int row = 0; row < std::min(model.rowCount(), 40); ++row)
                for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                    look(out, *table, model.index(row, column).data(role).toString());
        }
    }
    out.removeDuplicates();
    return out;
}

QStringList notCopied(QWidget& window) {
    QStringList out;
    window.activateWindow();  // a dialog that was open may have taken the keys
    if (!QTest::qWaitForWindowActive(&window)) return {QStringLiteral("the window is not active")};
    for (auto* table : visible<QTableView>(window)) {
        const QAbstractItemModel& model = *table->model();
        if (model.rowCount() == 0) continue;
        QApplication::clipboard()->clear();
        QWidget* const focused = QApplication::focusWidget();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        if (focused) focused->setFocus();
        const QString copied = QApplication::clipboard()->text();
        // Of the selected rows, or of all: the row that is current, or the first.
        const int row = std::max(0, table->currentIndex().row());
        const bool copiesMore = table->objectName().startsWith(QLatin1String("compare."));  // than it shows
        for (int column = 0; column < model.columnCount() && !copiesMore; ++column)
            if (const QString cell = model.index(row, column).data().toString().simplified();
                !copied.simplified().contains(cell))
                out << QStringLiteral("%1: %2").arg(table->objectName(), cell);
        if (model.columnCount() > 1 && !copied.contains(QLatin1Char('\t'))) out << table->objectName();
    }
    return out;
}

}  // namespace autoglm::test
