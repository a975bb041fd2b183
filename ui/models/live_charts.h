// The live charts as plain data: lines, markers, the window that is shown by itself, and the figures beside them; and
// all of it as CSV. Made from the series when a chart draws. Pure; any thread.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "ui/models/chart_scale.h"
#include "ui/models/machine_series.h"
#include "ui/models/token_series.h"

namespace autoglm::ui {

inline constexpr QLatin1String detailsGap("   ");

enum class SeriesColor { A, B, Green, Magenta, Amber, Sky };

struct ChartLine {
    QString name;
    SeriesColor color = SeriesColor::A;
    std::vector<double> x;
    std::vector<double> y;
    QString latest;
};

struct ChartMarker {
    MarkerKind kind = MarkerKind::Load;
    double x = 0;
    std::optional<double> milliseconds;
};

struct ChartData {
    QString unit;
    std::vector<ChartLine> lines;
    std::vector<ChartMarker> markers;
    std::optional<double> reference;
    AxisRange window;                     ///< of x, while nobody has zoomed
    std::optional<AxisRange> valueRange;  ///< of y; absent: as the values shown ask for
    QString latest;
    QString details;  ///< percentiles and of what, parts with `detailsGap` between them
    QString note;     ///< a sentence, where what is shown needs one
    bool isEmpty() const;
};

ChartData tokenTimeChart(const TokenSeries& series);
ChartData tokenRateChart(const TokenSeries& series, double referenceTokensPerSecond);

/// x is seconds since `originNs`; the window is the last two minutes.
ChartData memoryChart(const MachineSeries& series, std::int64_t originNs);
ChartData utilizationChart(const MachineSeries& series, std::int64_t originNs);
ChartData temperatureChart(const MachineSeries& series, std::int64_t originNs);
ChartData powerChart(const MachineSeries& series, std::int64_t originNs);

/// Every value as it was taken: time_ns, series, token, value, unit; times are those of the monotonic clock.
std::string liveCsv(const TokenSeries& tokens, const MachineSeries& machine);

}  // namespace autoglm::ui
