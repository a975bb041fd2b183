#include "ui/widgets/token_chart.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <array>
#include <chrono>

#include "ui/models/chart_scale.h"
#include "ui/models/figures.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr auto drawInterval = std::chrono::milliseconds(34);
constexpr std::size_t leastTokensShown = 64;
constexpr std::size_t mostTokensShown = 256;
constexpr int labelRowPixels = 14;
constexpr int markerKinds = 4;
constexpr double gridOpacity = 0.12;

QColor withOpacity(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

}  // namespace

TokenChart::TokenChart(const TokenSeries& series, QWidget* parent)
    : QWidget(parent),
      m_series(series),
      m_plot(new QCustomPlot(this)),
      m_graph(m_plot->addGraph()),
      m_empty(new QLabel(this)) {
    m_plot->setObjectName(QStringLiteral("chart.plot"));
    m_empty->setObjectName(QStringLiteral("chart.empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_empty, 1);
    m_plot->setMinimumSize(160, 160);
    m_plot->setNotAntialiasedElements(QCP::aeAll);
    m_plot->axisRect()->setMinimumMargins(QMargins(8, markerKinds * labelRowPixels + 8, 12, 8));
    m_plot->xAxis->ticker()->setTickCount(4);
    m_plot->yAxis->ticker()->setTickCount(5);
    m_plot->xAxis->setNumberFormat(QStringLiteral("gb"));
    m_plot->yAxis->setNumberFormat(QStringLiteral("gb"));
    m_plot->xAxis->setSubTicks(false);
    m_plot->yAxis->setSubTicks(false);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TokenChart::draw);
    restyle();
    retranslate();
    draw();
}

void TokenChart::refresh() {
    if (m_timer.isActive()) return;
    const auto passed = m_sinceDraw.isValid() ? std::chrono::milliseconds(m_sinceDraw.elapsed()) : drawInterval;
    m_timer.start(std::max(drawInterval - passed, std::chrono::milliseconds(0)));
}

void TokenChart::draw() {
    m_sinceDraw.start();
    const bool isEmpty = m_series.points().empty();
    m_empty->setVisible(isEmpty);
    m_plot->setVisible(!isEmpty);
    if (isEmpty) return;

    const AxisRange x = scrollRange(m_series.count(), leastTokensShown, mostTokensShown);
    QVector<double> numbers;
    QVector<double> values;
    std::size_t number = m_series.firstNumber();
    for (const double value : m_series.points()) {
        if (static_cast<double>(number) >= x.low) {
            numbers.append(static_cast<double>(number));
            values.append(value);
        }
        ++number;
    }
    m_graph->setData(numbers, values, true);
    // Few points are seen one by one, many as a line.
    const bool isDense = numbers.size() > static_cast<qsizetype>(leastTokensShown);
    m_graph->setScatterStyle(isDense ? QCPScatterStyle(QCPScatterStyle::ssNone)
                                     : QCPScatterStyle(QCPScatterStyle::ssDisc, colorsOf(palette()).seriesA, 4));
    const AxisRange y = valueRange(std::span(values.constData(), static_cast<std::size_t>(values.size())));
    const bool isLogarithmic = y.kind == AxisKind::Logarithmic;
    const auto scale = isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear;
    if (m_plot->yAxis->scaleType() != scale) {
        m_plot->yAxis->setScaleType(scale);
        m_plot->yAxis->setTicker(isLogarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                               : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        m_plot->yAxis->ticker()->setTickCount(5);
    }
    m_plot->xAxis->setRange(x.low, x.high + 1);
    m_plot->yAxis->setRange(y.low, y.high);
    drawMarkers(x.low, x.high + 1);
    ++m_replots;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TokenChart::drawMarkers(double low, double high) {
    const ThemeColors& colors = colorsOf(palette());
    const std::array<QColor, markerKinds> markerColors = {colors.secondary, colors.sky, colors.green, colors.failure};
    const std::array<QString, markerKinds> words = {tr("load"), tr("prefill"), tr("first token"), tr("stop")};
    std::vector<const SeriesMarker*> visible;
    for (const SeriesMarker& marker : m_series.markers())
        if (marker.position >= low && marker.position <= high) visible.push_back(&marker);

    while (m_lines.size() < visible.size()) {
        m_lines.push_back(new QCPItemLine(m_plot));
        m_labels.push_back(new QCPItemText(m_plot));
        m_labels.back()->setClipToAxisRect(false);
        m_lines.back()->setClipToAxisRect(false);
    }
    const QFont labelFont = scaled(font(), 8);
    const QFontMetricsF metrics(labelFont);
    std::array<std::vector<LabelSpan>, markerKinds> spans;
    std::vector<QString> texts;
    const double pixelsPerToken = m_plot->axisRect()->width() / (high - low);
    for (const SeriesMarker* marker : visible) {
        const auto row = static_cast<std::size_t>(marker->kind);
        texts.push_back(marker->milliseconds ? words[row] + QLatin1Char(' ') + milliseconds(marker->milliseconds)
                                             : words[row]);
        spans[row].push_back({(marker->position - low) * pixelsPerToken, metrics.horizontalAdvance(texts.back())});
    }
    std::array<std::vector<bool>, markerKinds> room;
    for (std::size_t row = 0; row < markerKinds; ++row)
        room[row] = roomForLabels(spans[row], 6);
    std::array<std::size_t, markerKinds> nth{};
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const bool isUsed = i < visible.size();
        m_lines[i]->setVisible(isUsed);
        m_labels[i]->setVisible(isUsed);
        if (!isUsed) continue;
        const SeriesMarker& marker = *visible[i];
        const auto row = static_cast<std::size_t>(marker.kind);
        const LabelSpan span = spans[row][nth[row]];
        m_labels[i]->setVisible(room[row][nth[row]++]);
        const double top = -static_cast<double>(markerKinds - static_cast<int>(row)) * labelRowPixels;
        for (QCPItemPosition* position : {m_lines[i]->start, m_lines[i]->end}) {
            position->setTypeX(QCPItemPosition::ptPlotCoords);
            position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        m_lines[i]->start->setCoords(marker.position, 0);
        m_lines[i]->end->setCoords(marker.position, 1);
        m_lines[i]->setPen(QPen(withOpacity(markerColors[row], 0.7), 1, Qt::DotLine));
        QCPItemPosition* at = m_labels[i]->position;
        at->setType(QCPItemPosition::ptAbsolute);
        // A label that would leave the plot on the right stands left of its line.
        const bool isNearEdge = span.position + span.width > m_plot->axisRect()->width();
        m_labels[i]->setPositionAlignment((isNearEdge ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        at->setCoords(m_plot->axisRect()->left() + span.position, m_plot->axisRect()->top() + top - 2);
        m_labels[i]->setText(texts[i]);
        m_labels[i]->setFont(labelFont);
        m_labels[i]->setColor(markerColors[row]);
    }
}

void TokenChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

void TokenChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refresh();
}

void TokenChart::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    m_plot->setBackground(QBrush(colors.window));
    m_graph->setPen(QPen(colors.seriesA, 1));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(colors.border, 1));
        axis->setTickPen(QPen(colors.border, 1));
        axis->setTickLength(0, 4);
        axis->setTickLabelColor(colors.secondary);
        axis->setTickLabelFont(tabular(scaled(font(), 8)));
        axis->setLabelColor(colors.secondary);
        axis->setLabelFont(scaled(font(), 8));
        axis->grid()->setPen(QPen(withOpacity(colors.text, gridOpacity), 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_plot->xAxis->grid()->setVisible(false);
    QPalette faint = m_empty->palette();
    faint.setColor(QPalette::WindowText, colors.secondary);
    m_empty->setPalette(faint);
}

void TokenChart::retranslate() {
    m_plot->xAxis->setLabel(tr("token of this session"));
    m_empty->setText(
        tr("The time of every token appears here while the model answers, with marks for load, prefill, "
           "first token and stop."));
}

}  // namespace autoglm::ui
