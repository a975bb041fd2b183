#include "ui/models/figures.h"

#include <QCoreApplication>
#include <cmath>

#include "core/base/figure.h"
#include "core/base/text_format.h"

namespace autoglm::ui {

namespace {

struct FiguresWords {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

}  // namespace

QString figure(double value) {
    return std::isfinite(value) ? QString::fromStdString(figureText(value)) : QStringLiteral("–");
}

QString figure(double value, const std::optional<measure::Interval>& interval95) {
    if (!interval95 || !std::isfinite(value)) return figure(value);
    return QString::fromStdString(figureText(value, interval95->low, interval95->high));
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
