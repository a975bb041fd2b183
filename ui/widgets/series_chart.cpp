#include "ui/widgets/series_chart.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/models/figures.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

/// 30 pictures a second at most.
constexpr auto drawInterval = std::chrono::milliseconds(34);
constexpr int labelRowPixels = 14;
constexpr int labelRows = 4;
constexpr double gridOpacity = 0.12;
constexpr double wheelFactor = 0.8;
constexpr double keyStep = 0.2;
constexpr double leastWidthShown = 2;
constexpr int leastPlotHeight = 84;

QColor withOpacity(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

/// Load, swap and measurement share a row: they do not come at once.
std::size_t rowOf(MarkerKind kind) {
    switch (kind) {
        case MarkerKind::Prefill:
            return 1;
        case MarkerKind::FirstToken:
            return 2;
        case MarkerKind::Stop:
            return 3;
        default:
            return 0;
    }
}

}  // namespace

SeriesChart::SeriesChart(Source source, const QString& name, MarkerLabels labels, QWidget* parent)
    : QWidget(parent),
      m_source(std::move(source)),
      m_markerLabels(labels),
      m_pace(drawInterval),
      m_title(new QLabel(this)),
      m_latest(new QLabel(this)),
      m_details(new QLabel(this)),
      m_empty(new QLabel(this)),
      m_plot(new QCustomPlot(this)),
      m_reference(new QCPItemStraightLine(m_plot)) {
    setObjectName(name);
    m_latest->setObjectName(name + QStringLiteral(".latest"));
    m_details->setObjectName(name + QStringLiteral(".details"));
    m_empty->setObjectName(name + QStringLiteral(".empty"));
    m_plot->setObjectName(name + QStringLiteral(".plot"));
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_latest->setFont(tabular(scaled(font(), titlePoints, QFont::DemiBold)));
    m_details->setFont(tabular(scaled(font(), smallPoints)));
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::RichText);
    for (QLabel* label : {m_latest, m_details})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_latest);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_details);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_empty, 1);
    const int rows = labels == MarkerLabels::Show ? labelRows * labelRowPixels : 0;
    m_plot->setMinimumSize(160, leastPlotHeight + rows);
    m_plot->setNotAntialiasedElements(QCP::aeAll);
    m_plot->axisRect()->setMinimumMargins(QMargins(8, rows + 8, 12, 4));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->ticker()->setTickCount(4);
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setSubTicks(false);
    }
    m_plot->installEventFilter(this);
    setFocusPolicy(Qt::StrongFocus);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SeriesChart::draw);
    connect(m_plot, &QCustomPlot::afterReplot, this, [this] { ++m_replots; });
    restyle();
    draw();
}

void SeriesChart::setWords(const QString& title, const QString& axis, const QString& empty) {
    m_titleText = title;
    m_plot->xAxis->setLabel(axis);
    m_empty->setText(empty);
    refresh();
}

void SeriesChart::setHint(const QString& hint) {
    m_title->setToolTip(hint);
    m_details->setToolTip(hint);
}

void SeriesChart::setPaused(bool isPaused) {
    m_isPaused = isPaused;
    refresh();
}

void SeriesChart::resetZoom() {
    m_view.reset();
    refresh();
}

void SeriesChart::refresh() {
    drawWithin(m_pace);
}

void SeriesChart::drawWithin(std::chrono::milliseconds pace) {
    if (m_isPaused) return;
    const auto passed = m_sinceDraw.isValid() ? std::chrono::milliseconds(m_sinceDraw.elapsed()) : pace;
    const auto left = std::max(pace - passed, std::chrono::milliseconds(0));
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > left) m_timer.start(left);
}

// ---- drawing ----

void SeriesChart::draw() {
    m_sinceDraw.start();
    m_data = m_source();
    const bool isEmpty = m_data.isEmpty();
    m_empty->setVisible(isEmpty);
    m_plot->setVisible(!isEmpty);
    m_shown = m_view.value_or(m_data.window);
    if (!isEmpty) {
        drawLines();
        drawReference();
        drawMarkers();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    showFigures();
}

void SeriesChart::drawLines() {
    while (std::cmp_less(m_plot->graphCount(), m_data.lines.size()))
        m_plot->addGraph();
    std::vector<double> visible;
    for (int i = 0; i < m_plot->graphCount(); ++i) {
        QCPGraph* graph = m_plot->graph(i);
        graph->setVisible(std::cmp_less(i, m_data.lines.size()));
        if (!graph->visible()) continue;
        const ChartLine& line = m_data.lines[static_cast<std::size_t>(i)];
        graph->setPen(QPen(colorOf(line.color), 1));
        graph->setData(QVector<double>(line.x.begin(), line.x.end()), QVector<double>(line.y.begin(), line.y.end()),
                       true);
        for (std::size_t n = 0; n < line.x.size(); ++n)
            if (line.x[n] >= m_shown.low && line.x[n] <= m_shown.high) visible.push_back(line.y[n]);
    }
    const AxisRange y = m_data.valueRange.value_or(valueRange(visible));
    m_kind = y.kind;
    const bool isLogarithmic = y.kind == AxisKind::Logarithmic;
    const auto scale = isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear;
    if (m_plot->yAxis->scaleType() != scale) {
        m_plot->yAxis->setScaleType(scale);
        m_plot->yAxis->setTicker(isLogarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                               : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        m_plot->yAxis->ticker()->setTickCount(4);
    }
    m_plot->xAxis->setRange(m_shown.low, m_shown.high);
    m_plot->yAxis->setRange(y.low, y.high);
}

void SeriesChart::drawReference() {
    m_reference->setVisible(m_data.reference.has_value());
    if (!m_data.reference) return;
    m_reference->point1->setCoords(0, *m_data.reference);
    m_reference->point2->setCoords(1, *m_data.reference);
    m_reference->setPen(QPen(colorsOf(palette()).secondary, 1, Qt::DashLine));
}

void SeriesChart::drawMarkers() {
    const ThemeColors& colors = colorsOf(palette());
    const std::array<QColor, labelRows> rowColors = {colors.secondary, colors.sky, colors.green, colors.failure};
    const std::array<QString, 7> words = {tr("load"),    tr("swap"),        tr("comparison"), tr("memory probe"),
                                          tr("prefill"), tr("first token"), tr("stop")};
    std::vector<const ChartMarker*> visible;
    for (const ChartMarker& marker : m_data.markers)
        if (marker.x >= m_shown.low && marker.x <= m_shown.high) visible.push_back(&marker);
    while (m_lines.size() < visible.size()) {
        m_lines.push_back(new QCPItemLine(m_plot));
        m_labels.push_back(new QCPItemText(m_plot));
        m_labels.back()->setClipToAxisRect(false);
        m_lines.back()->setClipToAxisRect(false);
    }
    const QFont labelFont = scaled(font(), 8);
    const QFontMetricsF metrics(labelFont);
    const double pixelsPerUnit = m_plot->axisRect()->width() / (m_shown.high - m_shown.low);
    std::array<std::vector<LabelSpan>, labelRows> spans;
    std::vector<QString> texts;
    for (const ChartMarker* marker : visible) {
        const QString& word = words.at(static_cast<std::size_t>(marker->kind));
        texts.push_back(marker->milliseconds ? word + QLatin1Char(' ') + milliseconds(marker->milliseconds) : word);
        spans.at(rowOf(marker->kind))
            .push_back({(marker->x - m_shown.low) * pixelsPerUnit, metrics.horizontalAdvance(texts.back())});
    }
    std::array<std::vector<bool>, labelRows> room;
    for (std::size_t row = 0; row < labelRows; ++row)
        room.at(row) = roomForLabels(spans.at(row), 6);
    std::array<std::size_t, labelRows> nth{};
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const bool isUsed = i < visible.size();
        m_lines[i]->setVisible(isUsed);
        m_labels[i]->setVisible(false);
        if (!isUsed) continue;
        const std::size_t row = rowOf(visible[i]->kind);
        for (QCPItemPosition* position : {m_lines[i]->start, m_lines[i]->end}) {
            position->setTypeX(QCPItemPosition::ptPlotCoords);
            position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        m_lines[i]->start->setCoords(visible[i]->x, 0);
        m_lines[i]->end->setCoords(visible[i]->x, 1);
        m_lines[i]->setPen(QPen(withOpacity(rowColors.at(row), 0.7), 1, Qt::DotLine));
        const std::size_t number = nth.at(row)++;
        if (m_markerLabels == MarkerLabels::Hide || !room.at(row)[number]) continue;
        const LabelSpan span = spans.at(row)[number];
        m_labels[i]->setVisible(true);
        m_labels[i]->position->setType(QCPItemPosition::ptAbsolute);
        // A label that would leave the plot on the right stands left of its line.
        const bool isNearEdge = span.position + span.width > m_plot->axisRect()->width();
        m_labels[i]->setPositionAlignment((isNearEdge ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        const double top = static_cast<double>(labelRows - row) * labelRowPixels + 2;
        m_labels[i]->position->setCoords(m_plot->axisRect()->left() + span.position, m_plot->axisRect()->top() - top);
        m_labels[i]->setText(texts[i]);
        m_labels[i]->setFont(labelFont);
        m_labels[i]->setColor(rowColors.at(row));
    }
}

void SeriesChart::showFigures() {
    const QString scale = m_kind == AxisKind::Logarithmic && !m_data.isEmpty() ? tr(" (log scale)") : QString();
    m_title->setText(m_data.unit.isEmpty() ? m_titleText : m_titleText + QStringLiteral(", ") + m_data.unit + scale);
    m_latest->setText(m_data.latest);
    const QString gap = QStringLiteral(" &nbsp; ");
    QStringList names;
    if (m_data.lines.size() > 1)
        for (const ChartLine& line : m_data.lines)
            names << QStringLiteral("<span style='color:%1'>■</span>&nbsp;%2&nbsp;%3")
                         .arg(colorOf(line.color).name(), line.name.toHtmlEscaped(), line.latest);
    QStringList parts;
    for (QString part : m_data.details.split(detailsGap, Qt::SkipEmptyParts))
        parts << part.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;"));
    if (m_data.reference && !m_data.isEmpty())
        parts << tr("reference&nbsp;line:&nbsp;%1").arg(figure(*m_data.reference));
    if (!m_data.note.isEmpty()) parts << m_data.note.toHtmlEscaped();
    QStringList lines = {names.join(gap), parts.join(gap)};
    lines.removeAll(QString());
    m_details->setText(lines.join(QStringLiteral("<br>")));
    m_details->setVisible(!lines.isEmpty());
}

// ---- zoom ----

void SeriesChart::zoomAt(double center, double factor) {
    m_view = zoomed(m_shown, center, factor, leastWidthShown);
    drawWithin(drawInterval);
}

void SeriesChart::moveBy(double by) {
    m_view = panned(m_view.value_or(m_shown), by);
    drawWithin(drawInterval);
}

bool SeriesChart::eventFilter(QObject* watched, QEvent* event) {
    const auto xOf = [this](const QPointF& point) { return m_plot->xAxis->pixelToCoord(point.x()); };
    switch (event->type()) {
        case QEvent::Wheel: {
            const auto* wheel = static_cast<QWheelEvent*>(event);
            const double steps = wheel->angleDelta().y() / 120.0;
            if (steps != 0) zoomAt(xOf(wheel->position()), std::pow(wheelFactor, steps));
            return true;
        }
        case QEvent::MouseButtonPress:
            m_dragFrom = xOf(static_cast<QMouseEvent*>(event)->position());
            setFocus();
            break;
        case QEvent::MouseMove:
            if (m_dragFrom && (static_cast<QMouseEvent*>(event)->buttons() & Qt::LeftButton)) {
                const AxisRange drawn = m_view.value_or(m_shown);
                const double here = xOf(static_cast<QMouseEvent*>(event)->position()) + drawn.low - m_shown.low;
                moveBy(*m_dragFrom - here);
            }
            break;
        case QEvent::MouseButtonRelease:
            m_dragFrom.reset();
            break;
        case QEvent::MouseButtonDblClick:
            resetZoom();
            return true;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

void SeriesChart::keyPressEvent(QKeyEvent* event) {
    const double width = m_shown.high - m_shown.low;
    switch (event->key()) {
        case Qt::Key_Plus:
            return zoomAt(m_shown.high, wheelFactor);
        case Qt::Key_Minus:
            return zoomAt(m_shown.high, 1 / wheelFactor);
        case Qt::Key_Left:
            return moveBy(-keyStep * width);
        case Qt::Key_Right:
            return moveBy(keyStep * width);
        case Qt::Key_0:
            return resetZoom();
        default:
            QWidget::keyPressEvent(event);
    }
}

void SeriesChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

void SeriesChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refresh();
}

QColor SeriesChart::colorOf(SeriesColor color) const {
    const ThemeColors& colors = colorsOf(palette());
    const std::array<QColor, 6> all = {colors.seriesA, colors.seriesB, colors.green,
                                       colors.magenta, colors.amber,   colors.sky};
    return all.at(static_cast<std::size_t>(color));
}

void SeriesChart::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    m_plot->setBackground(QBrush(colors.window));
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
    setTextColor(m_empty, colors.secondary);
    setTextColor(m_details, colors.secondary);
}

}  // namespace autoglm::ui
