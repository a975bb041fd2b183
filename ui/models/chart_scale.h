// What a chart needs to know about its axes, as plain numbers: ranges with air above the data, a logarithmic axis where
// the spread asks for one, and which marker labels have room. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace autoglm::ui {

/// Values that spread further than this are drawn on a logarithmic axis.
inline constexpr double logarithmicSpread = 50;

enum class AxisKind { Linear, Logarithmic };

struct AxisRange {
    double low = 0;
    double high = 1;
    AxisKind kind = AxisKind::Linear;
};

/// Of positive values: from zero to a round number above the largest, or whole decades. Values that are not positive or
/// not finite are ignored.
AxisRange valueRange(std::span<const double> values);

/// The window of the last `width` of `count` points, at least `minimumWidth` wide; points are numbered from 1.
AxisRange scrollRange(std::size_t count, std::size_t minimumWidth, std::size_t width);

/// `range` made `factor` times as wide, `center` staying where it is; not narrower than `leastWidth`.
AxisRange zoomed(const AxisRange& range, double center, double factor, double leastWidth);
AxisRange panned(const AxisRange& range, double by);

/// 1, 2, 2.5 or 5 times a power of ten, the smallest not below `value` (> 0).
double roundUp(double value);

struct LabelSpan {
    double position = 0;  ///< left edge, pixels
    double width = 0;
};

/// True for each label that can be shown without touching one to its right; the last is always shown. In order of
/// position.
std::vector<bool> roomForLabels(std::span<const LabelSpan> labels, double gap);

}  // namespace autoglm::ui
