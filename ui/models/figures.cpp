#include "ui/models/figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/base/text_format.h"

namespace autoglm::ui {

namespace {

struct FiguresWords {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

}  // namespace

QString figure(double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const double size = std::abs(value);
    if (size == 0) return QStringLiteral("0");
    const int digitsBefore = static_cast<int>(std::floor(std::log10(size))) + 1;
    return QString::number(value, 'f', std::clamp(3 - digitsBefore, 0, 9));
}

QString figure(const std::optional<double>& value) {
    return value ? figure(*value) : QStringLiteral("–");
}

QString milliseconds(const std::optional<double>& value) {
    return value ? figure(value) + QStringLiteral(" ms") : figure(value);
}

QString tokensPerSecond(const std::optional<double>& value) {
    return value ? figure(value) + QStringLiteral(" tok/s") : figure(value);
}

QString bytes(std::uint64_t value) {
    return QString::fromStdString(formatBytes(value));
}

QString percentFrom(double value, double reference) {
    if (reference <= 0) return figure(std::nullopt);
    const double percent = 100 * (value / reference - 1);
    const QString size = QString::number(std::abs(percent), 'f', 1) + QStringLiteral(" %");
    if (std::abs(percent) < 0.05) return size;
    return (percent < 0 ? QStringLiteral("−") : QStringLiteral("+")) + size;
}

QString remainingTime(std::int64_t ns) {
    const double seconds = static_cast<double>(ns) * 1e-9;
    if (seconds < 5) return FiguresWords::tr("a few seconds left");
    if (seconds < 90) return FiguresWords::tr("about %1 s left").arg(static_cast<int>(std::ceil(seconds / 5)) * 5);
    return FiguresWords::tr("about %1 min left").arg(static_cast<int>(std::ceil(seconds / 60)));
}

}  // namespace autoglm::ui
