#include "app/window/plot_object.h"

#include <QFont>
#include <QPainter>
#include <QSvgRenderer>
#include <QTextCursor>
#include <map>

namespace autoglm::app {
namespace {

constexpr int plotProperty = QTextFormat::UserProperty + 1;
constexpr double headerHeight = 34;
constexpr double plotGap = 12;
constexpr double swatchSize = 7;

/// The classes of core/report's charts in the colours of paper, as resources/report/report.css has them there.
constexpr const char* paperStyle = R"(<style type="text/css">
.grid { stroke: #1F2328; stroke-opacity: 0.12; stroke-width: 1; }
.axis { stroke: #4A5057; stroke-width: 1; }
.a { fill: #0072B2; } .b { fill: #C24E00; }
.line { fill: none; stroke-width: 1.75; }
.line.a { fill: none; stroke: #0072B2; } .line.b { fill: none; stroke: #C24E00; }
.band { stroke: none; fill-opacity: 0.16; }
.noise { fill: #4A5057; fill-opacity: 0.16; } .interval { fill: #C24E00; fill-opacity: 0.2; }
.one { stroke: #1F2328; stroke-dasharray: 3 3; } .mean { stroke: #C24E00; stroke-width: 1.5; }
.peak { stroke: #1F2328; stroke-opacity: 0.55; stroke-width: 1.2; }
.c2 { fill-opacity: 0.6; } .c3 { fill-opacity: 0.3; }
</style>)";

QColor swatchColor(const char* style) {
    static const std::map<std::string, QColor> colors = {{"a", QColor(0x00, 0x72, 0xB2)},
                                                         {"b", QColor(0xC2, 0x4E, 0x00)},
                                                         {"interval", QColor(0xC2, 0x4E, 0x00, 77)},
                                                         {"noise", QColor(0x4A, 0x50, 0x57, 90)},
                                                         {"peak", QColor(0x1F, 0x23, 0x28)},
                                                         {"c1 grey", QColor(0x4A, 0x50, 0x57)},
                                                         {"c2 grey", QColor(0x4A, 0x50, 0x57, 153)},
                                                         {"c3 grey", QColor(0x4A, 0x50, 0x57, 77)}};
    const auto found = colors.find(style);
    return found == colors.end() ? QColor() : found->second;
}

QByteArray paperSvg(const report::Plot& plot) {
    QByteArray svg = QByteArray::fromStdString(plot.svg);
    const qsizetype end = svg.indexOf('>');
    svg.insert(end + 1, paperStyle);
    // Of a text's style, Qt reads the size from attributes alone.
    svg.replace("<text ", "<text font-size=\"11\" fill=\"#4A5057\" font-family=\"sans-serif\" ");
    return svg.replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
}

QFont paperFont(const QTextDocument& document, double pixels, QFont::Weight weight) {
    QFont font = document.defaultFont();
    font.setPixelSize(static_cast<int>(pixels));
    font.setWeight(weight);
    return font;
}

void drawLegend(QPainter& painter, const report::Plot& plot, QPointF at) {
    const QFontMetricsF metrics(painter.font());
    for (const report::PlotKey& key : plot.keys) {
        if (const QColor color = swatchColor(key.style); color.isValid()) {
            painter.fillRect(QRectF(at.x(), at.y() - swatchSize, swatchSize, swatchSize), color);
            at.rx() += swatchSize + 4;
        }
        const QString text = QString::fromStdString(key.text);
        painter.drawText(at, text);
        at.rx() += metrics.horizontalAdvance(text) + 12;
    }
}

}  // namespace

PlotObject::PlotObject(std::vector<report::Plot> plots, double lineWidth, QObject* parent)
    : QObject(parent), m_plots(std::move(plots)), m_lineWidth(lineWidth) {}

void PlotObject::insert(QTextCursor& cursor, std::size_t plot) const {
    QTextCharFormat format;
    format.setObjectType(objectType);
    format.setProperty(plotProperty, static_cast<int>(plot));
    cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
}

QSizeF PlotObject::intrinsicSize(QTextDocument*, int, const QTextFormat& format) {
    const report::Plot& plot = m_plots[static_cast<std::size_t>(format.intProperty(plotProperty))];
    const QSizeF chart = QSvgRenderer(paperSvg(plot)).viewBoxF().size();
    const bool isHalf = plot.width == report::PlotWidth::Half;
    const double width = isHalf ? (m_lineWidth - plotGap) / 2 : m_lineWidth - plotGap / 2;
    return {width, headerHeight + width * chart.height() / std::max(chart.width(), 1.0) + plotGap};
}

void PlotObject::drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int,
                            const QTextFormat& format) {
    const report::Plot& plot = m_plots[static_cast<std::size_t>(format.intProperty(plotProperty))];
    painter->save();
    painter->setPen(QColor(0x1F, 0x23, 0x28));
    painter->setFont(paperFont(*document, 11, QFont::DemiBold));
    painter->drawText(QPointF(rect.left(), rect.top() + 12), QString::fromStdString(plot.title));
    painter->setPen(QColor(0x4A, 0x50, 0x57));
    painter->setFont(paperFont(*document, 9, QFont::Normal));
    drawLegend(*painter, plot, {rect.left(), rect.top() + 27});
    QSvgRenderer chart(paperSvg(plot));
    chart.render(painter, QRectF(rect.left(), rect.top() + headerHeight, rect.width() - plotGap / 2,
                                 rect.height() - headerHeight - plotGap));
    painter->restore();
}

}  // namespace autoglm::app
