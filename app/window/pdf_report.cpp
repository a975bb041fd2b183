#include "app/window/pdf_report.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include "app/window/plot_object.h"
#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/report/run_forms.h"

namespace autoglm::app {
namespace {

// Everything is laid out in CSS pixels, 96 to the inch, and drawn scaled to the printer's dots.
constexpr int dotsPerInch = 1200;
constexpr double scaleToDots = dotsPerInch / 96.0;
constexpr double footerHeight = 28;
constexpr int bodyPixels = 11;
constexpr int tablePixels = 10;
const QColor inkColor(0x1F, 0x23, 0x28);
const QColor secondColor(0x4A, 0x50, 0x57);
const QColor ruleColor(0xCF, 0xCE, 0xCA);

QFont bodyFont() {
    QFont font(QGuiApplication::font().families());
    font.setPixelSize(bodyPixels);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

std::string benchTitle(const Json& document) {
    const Json::json_pointer name("/model/name");
    const bool isNamed = document.contains(name) && document[name].is_string();
    return concat("# ", isNamed ? document[name].get<std::string>() : std::string(), ": benchmark\n\n",
                  localTime(document.value("created_utc", std::string())), "\n\n");
}

Result<std::string> markdownOf(const std::string& kind, const Json& document) {
    AUTOGLM_TRY(const std::string body, report::runForm(kind, document, "md", "the run"));
    return kind == "bench" ? benchTitle(document) + body : body;
}

void setHeading(QTextCursor& cursor, int level) {
    QTextBlockFormat block = cursor.blockFormat();
    block.setTopMargin(level == 1 ? 0 : 14);
    block.setBottomMargin(6);
    cursor.setBlockFormat(block);
    QTextCharFormat format;
    format.setProperty(QTextFormat::FontPixelSize, level == 1 ? 17 : 13);
    format.setProperty(QTextFormat::FontSizeAdjustment, 0);
    format.setFontWeight(QFont::DemiBold);
    cursor.select(QTextCursor::BlockUnderCursor);
    cursor.mergeCharFormat(format);
}

void styleBlocks(QTextDocument& document) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (const int level = block.blockFormat().headingLevel(); level > 0) {
            setHeading(cursor, level);
            continue;
        }
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(0);
        format.setBottomMargin(block.textList() ? 2 : 6);
        cursor.setBlockFormat(format);
    }
}

void styleCell(QTextTable& table, int row, int column) {
    QTextTableCell cell = table.cellAt(row, column);
    QTextTableCellFormat format = cell.format().toTableCellFormat();
    format.setPadding(3);
    format.setRightPadding(8);
    format.setBorder(0);
    format.setBottomBorder(0.75);
    format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBottomBorderBrush(ruleColor);
    format.clearBackground();
    cell.setFormat(format);
    QTextCharFormat words;
    words.setProperty(QTextFormat::FontPixelSize, tablePixels);
    words.setFontWeight(row == 0 ? QFont::DemiBold : QFont::Normal);
    words.setForeground(row == 0 ? secondColor : inkColor);
    QTextCursor cursor = cell.firstCursorPosition();
    cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
    cursor.mergeCharFormat(words);
    QTextBlockFormat block;
    block.setTopMargin(0);
    block.setBottomMargin(0);
    cursor.mergeBlockFormat(block);
}

void styleTables(QTextDocument& document) {
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table) continue;
        QTextTableFormat format = table->format();
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        format.setBorder(0);
        format.setBorderCollapse(true);
        format.setCellSpacing(0);
        format.setCellPadding(0);
        format.setTopMargin(4);
        format.setBottomMargin(10);
        format.setHeaderRowCount(1);
        table->setFormat(format);
        for (int row = 0; row < table->rows(); ++row)
            for (int column = 0; column < table->columns(); ++column)
                styleCell(*table, row, column);
    }
}

/// A heading goes to the next page with what it heads.
void keepHeadings(QTextDocument& document, double pageHeight) {
    const QAbstractTextDocumentLayout* layout = document.documentLayout();
    const auto pageOf = [pageHeight](double y) { return static_cast<int>(y / pageHeight); };
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QTextBlock next = block.next();
        if (block.blockFormat().headingLevel() == 0 || !next.isValid() || next.layout()->lineCount() == 0) continue;
        const double nextLine = layout->blockBoundingRect(next).top() + next.layout()->lineAt(0).rect().bottom();
        if (pageOf(layout->blockBoundingRect(block).top()) == pageOf(nextLine - 1)) continue;
        QTextBlockFormat format = block.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).setBlockFormat(format);
    }
}

/// Before the answers, or at the end where there are none.
void insertPlots(QTextDocument& document, const PlotObject& object, std::size_t count) {
    QTextCursor cursor(&document);
    cursor.movePosition(QTextCursor::End);
    bool isBeforeAnswers = false;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        if (block.blockFormat().headingLevel() == 2 && block.text() == QLatin1String("Answers")) {
            cursor = QTextCursor(block);
            isBeforeAnswers = true;
            break;
        }
    QTextBlockFormat heading;
    heading.setHeadingLevel(2);
    if (!isBeforeAnswers) cursor.insertBlock();
    // The block at the cursor becomes the heading; the one after the plots keeps what stood here.
    const QTextBlockFormat after = cursor.blockFormat();
    cursor.setBlockFormat(heading);
    cursor.insertText(QStringLiteral("Plots"), QTextCharFormat());
    cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
    for (std::size_t i = 0; i < count; ++i)
        object.insert(cursor, i);
    if (isBeforeAnswers) cursor.insertBlock(after);
}

void drawPages(QPdfWriter& writer, QTextDocument& document, QSizeF page, const QString& title) {
    QPainter painter(&writer);
    painter.scale(scaleToDots, scaleToDots);
    QFont footerFont = bodyFont();
    footerFont.setPixelSize(9);
    const int pages = document.pageCount();
    for (int i = 0; i < pages; ++i) {
        if (i > 0) writer.newPage();
        painter.save();
        painter.translate(0, -i * page.height());
        const QRectF part(0, i * page.height(), page.width(), page.height());
        painter.setClipRect(part);
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, inkColor);
        context.clip = part;
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(footerFont);
        painter.setPen(secondColor);
        const QRectF footer(0, page.height() + footerHeight / 2, page.width(), footerHeight / 2);
        painter.drawText(footer, Qt::AlignLeft | Qt::AlignBottom, title);
        painter.drawText(footer, Qt::AlignRight | Qt::AlignBottom, QStringLiteral("%1 / %2").arg(i + 1).arg(pages));
    }
}

}  // namespace

Result<std::string> pdfReport(const std::string& kind, const Json& document) {
    AUTOGLM_TRY(const std::string markdown, markdownOf(kind, document));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dotsPerInch);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4),
                                     kind == "bench" ? QPageLayout::Landscape : QPageLayout::Portrait,
                                     QMarginsF(15, 14, 15, 12), QPageLayout::Millimeter));
    writer.setCreator(QStringLiteral("AutoGLM Workbench"));
    QSizeF page = QSizeF(writer.width(), writer.height()) / scaleToDots;
    page.rheight() -= footerHeight;

    QTextDocument text;
    text.setUndoRedoEnabled(false);
    text.setDefaultFont(bodyFont());
    text.setUseDesignMetrics(true);
    text.setDocumentMargin(0);
    // Qt joins empty cells of a table with their neighbours, which would move figures into other columns.
    QString markup = QString::fromStdString(markdown);
    while (markup.contains(QLatin1String("|  |")))
        markup.replace(QLatin1String("|  |"), QLatin1String("| &nbsp; |"));
    text.setMarkdown(markup, QTextDocument::MarkdownDialectGitHub);
    std::vector<report::Plot> plots =
        kind == "compare" ? report::comparisonPlots(document) : std::vector<report::Plot>();
    const std::size_t count = plots.size();
    auto* object = new PlotObject(std::move(plots), page.width(), &text);
    text.documentLayout()->registerHandler(PlotObject::objectType, object);
    if (count > 0) insertPlots(text, *object, count);
    styleBlocks(text);
    styleTables(text);
    text.setPageSize(page);
    keepHeadings(text, page.height());
    const QString title = text.firstBlock().text().section(QLatin1Char(':'), 0, 0);
    writer.setTitle(title);
    drawPages(writer, text, page, QStringLiteral("AutoGLM Workbench  ·  ") + title);
    buffer.close();
    if (!bytes.startsWith("%PDF"))
        return fail(ErrorCode::Internal, "the printed report could not be made; export it as HTML instead", "pdf");
    return bytes.toStdString();
}

}  // namespace autoglm::app
