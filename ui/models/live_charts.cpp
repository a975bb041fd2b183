#include "ui/models/live_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <sstream>

#include "core/measure/statistics.h"
#include "ui/models/figures.h"

namespace autoglm::ui {
namespace {

struct LiveWords {
    Q_DECLARE_TR_FUNCTIONS(LiveCharts)
};

constexpr std::size_t leastTokensShown = 64;
constexpr std::size_t mostTokensShown = 256;
constexpr double secondsShown = 120;
constexpr double bytesPerMb = 1e6;
constexpr double bytesPerGb = 1e9;

using PointValue = std::optional<double> MachinePoint::*;

/// `n` says how many values, and of which time.
QString percentiles(std::optional<double> p50, std::optional<double> p99, const QString& n) {
    QStringList out = {LiveWords::tr("P50 %1").arg(figure(p50))};
    if (p99) out << LiveWords::tr("P99 %1").arg(figure(*p99));
    return (out << n).join(detailsGap);
}

QString percentiles(const std::vector<double>& values, const QString& n) {
    if (values.empty()) return {};
    return percentiles(measure::percentile(values, 0.5), measure::percentileIfEnough(values, 0.99), n);
}

QString sinceLoad(std::size_t n) {
    return LiveWords::tr("n = %1 since the load").arg(n);
}

/// Of what the window shows while nobody has zoomed.
QString percentilesOfWindow(const ChartLine& line, const AxisRange& window) {
    std::vector<double> values;
    for (std::size_t i = 0; i < line.x.size(); ++i)
        if (line.x[i] >= window.low) values.push_back(line.y[i]);
    return percentiles(values, LiveWords::tr("n = %1, last %2 s").arg(values.size()).arg(secondsShown));
}

ChartData tokenChart(const TokenSeries& series, const std::deque<double>& values) {
    ChartData out;
    ChartLine line;
    for (std::size_t i = 0; i < values.size(); ++i) {
        line.x.push_back(static_cast<double>(series.firstNumber() + i));
        line.y.push_back(values[i]);
    }
    out.lines.push_back(std::move(line));
    for (const SeriesMarker& marker : series.markers())
        out.markers.push_back({marker.kind, marker.position, marker.milliseconds});
    out.window = scrollRange(series.count(), leastTokensShown, mostTokensShown);
    out.window.high += 1;
    return out;
}

double secondsSince(std::int64_t originNs, std::int64_t timeNs) {
    return static_cast<double>(timeNs - originNs) * 1e-9;
}

ChartLine machineLine(const MachineSeries& series, std::int64_t originNs, PointValue value, const QString& name,
                      SeriesColor color, double unit = 1) {
    ChartLine line{.name = name, .color = color, .x = {}, .y = {}, .latest = {}};
    for (const MachinePoint& point : series.points()) {
        if (!(point.*value)) continue;
        line.x.push_back(secondsSince(originNs, point.timeNs));
        line.y.push_back(*(point.*value) / unit);
    }
    if (!line.y.empty()) line.latest = figure(line.y.back());
    return line;
}

ChartData machineChart(const MachineSeries& series, std::int64_t originNs, const QString& unit,
                       std::vector<ChartLine> lines) {
    ChartData out;
    out.unit = unit;
    std::erase_if(lines, [](const ChartLine& line) { return line.y.empty(); });
    out.lines = std::move(lines);
    for (const TimedMarker& marker : series.markers())
        out.markers.push_back({marker.kind, secondsSince(originNs, marker.timeNs), std::nullopt});
    const double now = series.points().empty() ? 0 : secondsSince(originNs, series.points().back().timeNs);
    out.window = {std::max(0.0, now - secondsShown), std::max(now, secondsShown), AxisKind::Linear};
    if (out.lines.size() == 1) {
        out.latest = out.lines.front().latest;
        out.details = percentilesOfWindow(out.lines.front(), out.window);
    }
    return out;
}

const char* markerKey(MarkerKind kind) {
    switch (kind) {
        case MarkerKind::Load:
            return "load";
        case MarkerKind::Swap:
            return "swap";
        case MarkerKind::Measure:
            return "measure";
        case MarkerKind::BandwidthProbe:
            return "bandwidth_probe";
        case MarkerKind::Prefill:
            return "prefill";
        case MarkerKind::FirstToken:
            return "first_token";
        case MarkerKind::Stop:
            return "stop";
    }
    return "";
}

}  // namespace

bool ChartData::isEmpty() const {
    return std::ranges::all_of(lines, [](const ChartLine& line) { return line.y.empty(); });
}

ChartData tokenTimeChart(const TokenSeries& series) {
    ChartData out = tokenChart(series, series.points());
    const SeriesSummary summary = series.summary();
    out.unit = QStringLiteral("ms");
    if (summary.latestMs) out.latest = figure(*summary.latestMs);
    if (summary.n > 0) out.details = percentiles(summary.p50Ms, summary.p99Ms, sinceLoad(summary.n));
    return out;
}

ChartData tokenRateChart(const TokenSeries& series, double referenceTokensPerSecond) {
    ChartData out = tokenChart(series, series.rates());
    out.unit = QStringLiteral("tok/s");
    out.reference = referenceTokensPerSecond;
    if (const auto rate = series.rateTokensPerSecond()) out.latest = figure(*rate);
    const auto counted = static_cast<std::ptrdiff_t>(series.statisticsCount());
    out.details = percentiles(std::vector<double>(series.rates().end() - counted, series.rates().end()),
                              sinceLoad(series.statisticsCount()));
    if (counted > 0) out.details += detailsGap + LiveWords::tr("curve: last %1 tokens").arg(TokenSeries::rateTokens);
    return out;
}

ChartData memoryChart(const MachineSeries& series, std::int64_t originNs) {
    // What the window no longer shows does not choose the unit of what it does.
    const double from =
        series.points().empty() ? 0 : secondsSince(originNs, series.points().back().timeNs) - secondsShown;
    double most = 0;
    for (const MachinePoint& point : series.points())
        if (secondsSince(originNs, point.timeNs) >= from)
            most = std::max({most, point.weights.value_or(0), point.kvCache.value_or(0), point.rest.value_or(0)});
    // A small model beside a large rest would read "0.00 GB".
    double least = most;
    for (const std::uint64_t held : {series.holding().weightsBytes, series.holding().kvCacheBytes})
        if (held > 0) least = std::min(least, static_cast<double>(held));
    const bool isLarge = most >= bytesPerGb && least >= bytesPerGb / 10;
    const double unit = isLarge ? bytesPerGb : bytesPerMb;
    const QString rest = series.holding().device ? LiveWords::tr("rest of the device") : LiveWords::tr("rest");
    ChartData out = machineChart(
        series, originNs, isLarge ? QStringLiteral("GB") : QStringLiteral("MB"),
        {machineLine(series, originNs, &MachinePoint::weights, LiveWords::tr("weights"), SeriesColor::A, unit),
         machineLine(series, originNs, &MachinePoint::kvCache, LiveWords::tr("KV cache"), SeriesColor::Green, unit),
         machineLine(series, originNs, &MachinePoint::rest, rest, SeriesColor::Amber, unit)});
    ChartLine sums;
    for (const MachinePoint& point : series.points()) {
        sums.x.push_back(secondsSince(originNs, point.timeNs));
        sums.y.push_back((point.weights.value_or(0) + point.kvCache.value_or(0) + point.rest.value_or(0)) / unit);
    }
    if (!sums.y.empty()) out.latest = figure(sums.y.back());
    out.details = percentilesOfWindow(sums, out.window);
    const bool showsProbe = std::ranges::any_of(out.markers, [&](const ChartMarker& marker) {
        return marker.kind == MarkerKind::BandwidthProbe && marker.x >= out.window.low;
    });
    if (showsProbe)
        out.note = LiveWords::tr(
            "The peak is the buffer that the speed of memory is measured with, several times the "
            "CPU's cache; it is given back at once.");
    return out;
}

ChartData utilizationChart(const MachineSeries& series, std::int64_t originNs) {
    std::vector<ChartLine> lines;
    if (series.hasGpu())
        lines = {machineLine(series, originNs, &MachinePoint::gpu, LiveWords::tr("GPU"), SeriesColor::A)};
    else
        lines = {machineLine(series, originNs, &MachinePoint::allCpu, LiveWords::tr("all programs"), SeriesColor::B),
                 machineLine(series, originNs, &MachinePoint::ownCpu, LiveWords::tr("this program"), SeriesColor::A)};
    ChartData out = machineChart(series, originNs, QStringLiteral("%"), std::move(lines));
    out.valueRange = {0, 100, AxisKind::Linear};
    if (out.isEmpty()) return out;
    // The machine's load stands beside the title: that of this program alone would be taken for it.
    const ChartLine& whole = out.lines.front();
    out.latest = whole.latest;
    out.details = percentilesOfWindow(whole, out.window);
    if (out.lines.size() > 1) out.details = whole.name + QStringLiteral(": ") + out.details;
    return out;
}

ChartData temperatureChart(const MachineSeries& series, std::int64_t originNs) {
    return machineChart(
        series, originNs, QStringLiteral("°C"),
        {machineLine(series, originNs, &MachinePoint::temperature, LiveWords::tr("GPU"), SeriesColor::A)});
}

ChartData powerChart(const MachineSeries& series, std::int64_t originNs) {
    return machineChart(
        series, originNs, QStringLiteral("W"),
        {machineLine(series, originNs, &MachinePoint::gpuWatts, LiveWords::tr("GPU"), SeriesColor::A),
         machineLine(series, originNs, &MachinePoint::cpuWatts, LiveWords::tr("CPU packages"), SeriesColor::B)});
}

std::string liveCsv(const TokenSeries& tokens, const MachineSeries& machine) {
    std::ostringstream out;
    out.precision(10);
    out << "time_ns,series,token,value,unit\n";
    for (std::size_t i = 0; i < tokens.points().size(); ++i) {
        const std::int64_t time = tokens.times()[i];
        const std::size_t number = tokens.firstNumber() + i;
        out << time << ",token_time," << number << ',' << tokens.points()[i] << ",ms\n";
        out << time << ",token_rate," << number << ',' << tokens.rates()[i] << ",tokens/s\n";
    }
    constexpr std::tuple<PointValue, const char*, const char*> columns[] = {
        {&MachinePoint::weights, "memory_weights", "bytes"},  {&MachinePoint::kvCache, "memory_kv_cache", "bytes"},
        {&MachinePoint::rest, "memory_rest", "bytes"},        {&MachinePoint::ownCpu, "cpu_own", "percent"},
        {&MachinePoint::otherCpu, "cpu_other", "percent"},    {&MachinePoint::gpu, "gpu", "percent"},
        {&MachinePoint::temperature, "gpu_temperature", "C"}, {&MachinePoint::gpuWatts, "gpu_power", "W"},
        {&MachinePoint::cpuWatts, "cpu_power", "W"}};
    for (const MachinePoint& point : machine.points())
        for (const auto& [value, name, unit] : columns)
            if (point.*value) out << point.timeNs << ',' << name << ",," << *(point.*value) << ',' << unit << '\n';
    for (const TimedMarker& marker : machine.markers())
        out << marker.timeNs << ",marker_" << markerKey(marker.kind) << ",,,\n";
    return out.str();
}

}  // namespace autoglm::ui
