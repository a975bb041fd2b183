#include "ui/widgets/divergence_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/models/figures.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int cellsHeight = 28;
constexpr int legendHeight = 18;
constexpr int legendGap = 8;
constexpr int legendSteps = 48;
constexpr int stripMargin = 2;  // for the frame of the current cell
constexpr double logSpread = 50;

}  // namespace

DivergenceStrip::DivergenceStrip(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DivergenceStrip::setCells(std::vector<evaluate::StripBucket> cells) {
    m_cells = std::move(cells);
    m_current = -1;
    m_high = 0;
    double lowest = 0;
    for (const evaluate::StripBucket& cell : m_cells) {
        m_high = std::max(m_high, cell.meanKld);
        if (cell.meanKld > 0) lowest = lowest > 0 ? std::min(lowest, cell.meanKld) : cell.meanKld;
    }
    m_low = lowest > 0 && m_high / lowest > logSpread ? lowest : 0;
    update();
}

void DivergenceStrip::setCurrent(int cell) {
    if (m_cells.empty()) return;
    cell = std::clamp(cell, 0, static_cast<int>(m_cells.size()) - 1);
    if (cell == m_current) return;
    m_current = cell;
    setAccessibleDescription(describe(cell));
    update();
    emit currentChanged(cell);
}

QString DivergenceStrip::describe(int cell) const {
    if (cell < 0 || cell >= static_cast<int>(m_cells.size())) return {};
    const evaluate::StripBucket& bucket = m_cells[static_cast<std::size_t>(cell)];
    return tr("Positions %1 to %2: mean KLD %3 nats, largest %4 at position %5")
        .arg(QString::number(bucket.firstPosition), QString::number(bucket.lastPosition), figure(bucket.meanKld),
             figure(bucket.maxKld), QString::number(bucket.maxPosition));
}

QRect DivergenceStrip::cellRect(int cell) const {
    const auto count = static_cast<int>(m_cells.size());
    const int room = width() - 2 * stripMargin;
    const int left = stripMargin + room * cell / count;
    return {left, stripMargin, stripMargin + room * (cell + 1) / count - left, cellsHeight};
}

QSize DivergenceStrip::sizeHint() const {
    return {320, cellsHeight + 2 * stripMargin + legendGap + legendHeight};
}

int DivergenceStrip::cellAt(int x) const {
    for (int cell = 0; cell < static_cast<int>(m_cells.size()); ++cell)
        if (const QRect rect = cellRect(cell); x >= rect.left() && x <= rect.right()) return cell;
    return -1;
}

double DivergenceStrip::shadeOf(double kld) const {
    if (kld <= 0 || m_high <= 0) return 0;
    if (m_low <= 0) return kld / m_high;
    return std::clamp(std::log(kld / m_low) / std::log(m_high / m_low), 0.0, 1.0);
}

QColor DivergenceStrip::colorAt(double shade) const {
    const ThemeColors& colors = colorsOf(palette());
    const auto mix = [shade](int from, int to) { return static_cast<int>(std::lround(from + shade * (to - from))); };
    return {mix(colors.border.red(), colors.seriesB.red()), mix(colors.border.green(), colors.seriesB.green()),
            mix(colors.border.blue(), colors.seriesB.blue())};
}

void DivergenceStrip::paintEvent(QPaintEvent* /*event*/) {
    if (m_cells.empty()) return;
    QPainter painter(this);
    for (int cell = 0; cell < static_cast<int>(m_cells.size()); ++cell)
        painter.fillRect(cellRect(cell), colorAt(shadeOf(m_cells[static_cast<std::size_t>(cell)].meanKld)));
    const ThemeColors& colors = colorsOf(palette());
    if (m_current >= 0) {
        painter.setPen(QPen(hasFocus() ? colors.accent : colors.text, 2));
        painter.drawRect(cellRect(m_current).adjusted(0, -1, 0, 1));
    }
    paintLegend(painter);
}

void DivergenceStrip::paintLegend(QPainter& painter) const {
    const ThemeColors& colors = colorsOf(palette());
    painter.setFont(tabular(scaled(font(), smallPoints)));
    painter.setPen(colors.secondary);
    const QFontMetrics metrics = painter.fontMetrics();
    const int top = cellsHeight + 2 * stripMargin + legendGap;
    const QRect line(stripMargin, top, width() - 2 * stripMargin, legendHeight);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        tr("token %1 to %2 of the text")
            .arg(QString::number(m_cells.front().firstPosition), QString::number(m_cells.back().lastPosition)));
    const QString high = m_low > 0 ? tr("%1 nats (log)").arg(figure(m_high)) : tr("%1 nats").arg(figure(m_high));
    int right = line.right();
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, high);
    right -= metrics.horizontalAdvance(high) + legendGap + 2 * legendSteps;
    for (int step = 0; step < legendSteps; ++step)
        painter.fillRect(right + 2 * step, top + 4, 2, legendHeight - 8,
                         colorAt(static_cast<double>(step) / (legendSteps - 1)));
    painter.drawText(QRect(line.left(), top, right - legendGap - line.left(), legendHeight),
                     Qt::AlignRight | Qt::AlignVCenter, tr("mean KLD %1").arg(figure(m_low)));
}

bool DivergenceStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = describe(cellAt(help->pos().x()));
        text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) update();
    return QWidget::event(event);
}

void DivergenceStrip::mousePressEvent(QMouseEvent* event) {
    const int cell = cellAt(event->position().toPoint().x());
    if (event->button() != Qt::LeftButton || cell < 0 || event->position().y() > cellsHeight + 2 * stripMargin) return;
    setCurrent(cell);
    emit opened(cell);
}

void DivergenceStrip::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return setCurrent(m_current - 1);
        case Qt::Key_Right:
            return setCurrent(m_current + 1);
        case Qt::Key_Home:
            return setCurrent(0);
        case Qt::Key_End:
            return setCurrent(static_cast<int>(m_cells.size()) - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (m_current >= 0 && event->modifiers() == Qt::NoModifier) emit opened(m_current);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace autoglm::ui
