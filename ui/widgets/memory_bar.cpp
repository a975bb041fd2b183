#include "ui/widgets/memory_bar.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr int memoryBarHeight = 24;
constexpr double leastPartWidth = 3;  // what there is, is seen

std::array<QColor, memoryParts> partColors(const QPalette& palette) {
    const ThemeColors& colors = colorsOf(palette);
    return {colors.seriesA, colors.green, colors.amber};
}

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(memoryBarHeight);
}

void MemoryBar::setParts(const std::array<std::uint64_t, memoryParts>& bytes, std::optional<std::uint64_t> limitBytes) {
    m_bytes = bytes;
    m_limit = limitBytes;
    update();
}

void MemoryBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& colors = colorsOf(palette());
    const auto needed = static_cast<double>(std::accumulate(m_bytes.begin(), m_bytes.end(), std::uint64_t{0}));
    // A little air behind the longer of the two, so that the limit is seen as a line and not as the frame.
    const double whole = 1.04 * std::max(needed, static_cast<double>(m_limit.value_or(0)));
    const QRectF frame = QRectF(rect()).adjusted(0.5, 4.5, -0.5, -4.5);
    painter.fillRect(frame, colors.window);
    if (whole > 0) {
        const auto fills = partColors(palette());
        double from = frame.left();
        for (std::size_t i = 0; i < memoryParts; ++i) {
            const double share = frame.width() * static_cast<double>(m_bytes[i]) / whole;
            const double width = m_bytes[i] > 0 ? std::max(share, leastPartWidth) : 0;
            painter.fillRect(QRectF(from, frame.top(), width, frame.height()), fills[i]);
            from += width;
        }
    }
    painter.setPen(QPen(colors.border, 1));
    painter.drawRect(frame);
    if (!m_limit || whole <= 0) return;
    const double at = frame.left() + frame.width() * static_cast<double>(*m_limit) / whole;
    painter.setPen(QPen(needed > static_cast<double>(*m_limit) ? colors.failure : colors.text, 2));
    painter.drawLine(QPointF(at, 0), QPointF(at, height()));
}

}  // namespace autoglm::ui
