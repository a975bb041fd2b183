#include "ui/models/chart_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace autoglm::ui {

double roundUp(double value) {
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (step * decade >= value) return step * decade;
    return 10 * decade;
}

AxisRange valueRange(std::span<const double> values) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    for (const double value : values) {
        if (!std::isfinite(value) || value <= 0) continue;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (most <= 0) return {};
    if (most / least > logarithmicSpread)
        return {std::pow(10.0, std::floor(std::log10(least))), std::pow(10.0, std::ceil(std::log10(most))),
                AxisKind::Logarithmic};
    // A tenth of air, so that the highest point does not touch the frame.
    return {0, roundUp(1.1 * most), AxisKind::Linear};
}

AxisRange scrollRange(std::size_t count, std::size_t minimumWidth, std::size_t width) {
    const double last = static_cast<double>(std::max(count, minimumWidth));
    return {std::max(0.0, last - static_cast<double>(width)), last, AxisKind::Linear};
}

AxisRange zoomed(const AxisRange& range, double center, double factor, double leastWidth) {
    const double width = range.high - range.low;
    const double wanted = std::max(leastWidth, width * factor);
    const double low = center - (center - range.low) * wanted / width;
    return {low, low + wanted, range.kind};
}

AxisRange panned(const AxisRange& range, double by) {
    return {range.low + by, range.high + by, range.kind};
}

std::vector<bool> roomForLabels(std::span<const LabelSpan> labels, double gap) {
    std::vector<bool> shown(labels.size(), false);
    double nextLeft = std::numeric_limits<double>::infinity();
    for (std::size_t i = labels.size(); i-- > 0;) {
        if (labels[i].position + labels[i].width + gap > nextLeft) continue;
        shown[i] = true;
        nextLeft = labels[i].position;
    }
    return shown;
}

}  // namespace autoglm::ui
