#include "core/report/comparison_plots.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text_format.h"
#include "core/measure/statistics.h"
#include "core/report/document.h"
#include "core/report/svg_chart.h"

namespace autoglm::report {
namespace {

constexpr int halfWidth = 520;
constexpr int fullWidth = 1064;
constexpr std::array<const char*, 2> armStyle = {"a", "b"};

/// Milliseconds between successive tokens, per run.
std::vector<std::vector<double>> gapsMs(const Json& arm) {
    std::vector<std::vector<double>> runs;
    for (const Json& run : listAt(arm, "/runs")) {
        const std::vector<double> times = numbersAt(run, "/token_ns");
        std::vector<double> gaps;
        for (std::size_t i = 1; i < times.size(); ++i)
            gaps.push_back((times[i] - times[i - 1]) * 1e-6);
        if (!gaps.empty()) runs.push_back(std::move(gaps));
    }
    return runs;
}

struct Quantiles {
    std::vector<Point> low, middle, high;
};

Quantiles quantilesByToken(const std::vector<std::vector<double>>& runs) {
    std::size_t longest = 0;
    for (const auto& run : runs)
        longest = std::max(longest, run.size());
    Quantiles out;
    for (std::size_t i = 0; i < longest; ++i) {
        std::vector<double> values;
        for (const auto& run : runs)
            if (i < run.size()) values.push_back(run[i]);
        const double token = static_cast<double>(i + 1);
        out.low.push_back({token, measure::percentile(values, 0.1).value_or(0)});
        out.middle.push_back({token, measure::percentile(values, 0.5).value_or(0)});
        out.high.push_back({token, measure::percentile(values, 0.9).value_or(0)});
    }
    return out;
}

double largestY(const std::vector<Point>& points) {
    double largest = 0;
    for (const Point& point : points)
        largest = std::max(largest, point.y);
    return largest;
}

std::string millisecondsText(const Json& arm, const std::string& pointer) {
    const auto seconds = numberAt(arm, pointer);
    return seconds ? figureText(*seconds * 1e3) + " ms" : "n too small";
}

struct Component {
    const char* name;
    const char* style;
    double bytes;
};

std::vector<Component> memoryComponents(const Json& arm) {
    const double weights = numberAt(arm, "/weights_bytes").value_or(0);
    const double cache = numberAt(arm, "/kv_cache_bytes").value_or(0);
    const double rest = numberAt(arm, "/peak_memory_bytes").value_or(0) - weights - cache;
    return {{"weights", "c1", weights}, {"KV cache", "c2", cache}, {"workspace", "c3", std::max(rest, 0.0)}};
}

Plot latencyByTokenFigure(const Json& document) {
    std::vector<Quantiles> arms;
    std::vector<PlotKey> keys;
    double tokens = 1;
    double top = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(listAt(document, "/arms").size(), 2); ++i) {
        arms.push_back(quantilesByToken(gapsMs(listAt(document, "/arms")[i])));
        keys.push_back({armStyle[i], armTitle(document, i)});
        tokens = std::max(tokens, static_cast<double>(arms.back().middle.size()));
        top = std::max(top, largestY(arms.back().high));
    }
    if (top <= 0) return {};
    SvgChart chart(halfWidth, 250, {ScaleKind::Linear, 1, tokens, 6}, {ScaleKind::Linear, 0, top * 1.08, 5});
    chart.grid();
    for (std::size_t i = 0; i < arms.size(); ++i)
        chart.band(arms[i].low, arms[i].high, armStyle[i]);
    for (std::size_t i = 0; i < arms.size(); ++i)
        chart.line(arms[i].middle, armStyle[i]);
    keys.push_back({"none", "median and 10–90 % of the runs"});
    return Plot{"Time per token, ms, by token index", keys,
                chart.finish("Time per token of both arms over the token index"), PlotWidth::Half};
}

Plot latencyDistributionFigure(const Json& document) {
    std::vector<std::vector<double>> arms;
    std::vector<PlotKey> keys;
    double low = 1e300;
    double high = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(listAt(document, "/arms").size(), 2); ++i) {
        const Json& arm = listAt(document, "/arms")[i];
        std::vector<double> gaps;
        for (const auto& run : gapsMs(arm))
            gaps.insert(gaps.end(), run.begin(), run.end());
        std::ranges::sort(gaps);
        if (gaps.empty()) continue;
        low = std::min(low, gaps.front());
        high = std::max(high, gaps.back());
        keys.push_back({armStyle[i], concat(armTitle(document, i), ": P50 ", millisecondsText(arm, "/itl_s/p50"),
                                            ", P99 ", millisecondsText(arm, "/itl_s/p99"))});
        arms.push_back(std::move(gaps));
    }
    if (arms.empty() || low <= 0) return {};
    const ScaleKind kind = scaleFor(low, high);
    const double room = kind == ScaleKind::Log ? 1.1 : 1.02;
    SvgChart chart(halfWidth, 250, {kind, low / room, high * room, 6}, {ScaleKind::Linear, 0, 100, 5});
    chart.grid();
    for (std::size_t i = 0; i < arms.size(); ++i) {
        std::vector<Point> curve = {{arms[i].front(), 0}};
        const std::size_t stride = std::max<std::size_t>(1, arms[i].size() / 400);
        const double n = static_cast<double>(arms[i].size());
        for (std::size_t k = 0; k < arms[i].size(); k += stride)
            curve.push_back({arms[i][k], 100 * static_cast<double>(k + 1) / n});
        curve.push_back({arms[i].back(), 100});
        chart.line(curve, armStyle[i]);
    }
    return Plot{"Share of tokens, %, that came within a time, ms", keys,
                chart.finish("Distribution of inter-token latency"), PlotWidth::Half};
}

Plot blockRatioFigure(const Json& document) {
    const std::string at = "/paired/decode_rate_ratio";
    const std::vector<double> blocks = numbersAt(document, at + "/block_ratios");
    auto mean = estimateAt(document, at);
    if (blocks.empty() || !mean) return {};
    // Beside it, the blocks would lie on one line.
    if (mean->low && mean->high && isTooWide(*mean->low, *mean->high)) mean = Estimate{mean->value, {}, {}};
    const double noise = numberAt(document, at + "/noise_floor").value_or(0);
    double low = std::min({1 - noise, mean->low.value_or(mean->value), *std::ranges::min_element(blocks)});
    double high = std::max({1 + noise, mean->high.value_or(mean->value), *std::ranges::max_element(blocks)});
    const double room = 0.08 * (high - low);
    low -= room;
    high += room;
    const double right = static_cast<double>(blocks.size()) + 0.5;
    SvgChart chart(halfWidth, 250, {ScaleKind::Linear, 0.5, right, 6}, {ScaleKind::Linear, low, high, 5});
    chart.bar({0.5, 1 / (1 + noise)}, {right, 1 + noise}, "noise");
    if (mean->low && mean->high) chart.bar({0.5, *mean->low}, {right, *mean->high}, "interval");
    chart.grid();
    chart.segment({0.5, 1}, {right, 1}, "one");
    chart.segment({0.5, mean->value}, {right, mean->value}, "mean");
    for (std::size_t i = 0; i < blocks.size(); ++i)
        chart.dot({static_cast<double>(i + 1), blocks[i]}, 3.2, "b");
    const char* interval = mean->low ? "mean and 95 % interval" : "mean, its interval too wide to draw";
    return Plot{"Decode rate, B over A, by block",
                {{"b", "block"}, {"interval", interval}, {"noise", "noise floor around 1"}},
                chart.finish("Ratio of decode rates of every block with mean, interval and noise floor"),
                PlotWidth::Half};
}

Plot memoryFigure(const Json& document) {
    const Json& arms = listAt(document, "/arms");
    double largest = 0;
    for (const Json& arm : arms)
        largest = std::max(largest, numberAt(arm, "/peak_memory_bytes").value_or(0));
    if (largest <= 0 || arms.size() > 2) return {};
    const bool isLarge = largest >= 1e10;
    const double unit = isLarge ? 1e-9 : 1e-6;
    SvgChart chart(halfWidth, 250, {ScaleKind::Linear, 0, largest * unit * 1.16, 5}, {ScaleKind::Linear, 0, 2, 1});
    for (std::size_t i = 0; i < arms.size(); ++i) {
        const double bottom = i == 0 ? 1.22 : 0.22;
        double from = 0;
        for (const Component& part : memoryComponents(arms[i])) {
            chart.bar({from, bottom}, {from + part.bytes * unit, bottom + 0.5}, concat(armStyle[i], " ", part.style));
            from += part.bytes * unit;
        }
        chart.label({0, bottom + 0.5}, armTitle(document, i), Anchor::Start, 0, -6);
        chart.label({from, bottom + 0.25}, figureText(from), Anchor::Start, 6, 4);
    }
    for (const double tick : axisTicks({ScaleKind::Linear, 0, largest * unit * 1.16, 5})) {
        chart.segment({tick, 0}, {tick, 2}, "grid");
        chart.label({tick, 0}, shortText(tick + 0.0), Anchor::Middle, 0, 15);
    }
    return Plot{concat("Peak memory, ", isLarge ? "GB" : "MB", ", by component"),
                {{"c1 grey", "weights"}, {"c2 grey", "KV cache"}, {"c3 grey", "workspace and the rest"}},
                chart.finish("Peak memory of both arms by component"),
                PlotWidth::Half};
}

Plot divergenceStripFigure(const Json& document) {
    const Json& strip = listAt(document, "/quality/strip");
    double low = 1e300;
    double high = 0;
    double last = 1;
    for (const Json& bucket : strip) {
        const double mean = numberAt(bucket, "/mean_kld").value_or(0);
        if (mean > 0) low = std::min(low, mean);
        high = std::max(high, numberAt(bucket, "/max_kld").value_or(0));
        last = std::max(last, numberAt(bucket, "/last_position").value_or(0) + 1);
    }
    if (strip.empty()) return {};
    const ScaleKind kind = scaleFor(low, high);
    const double first = numberAt(strip.front(), "/first_position").value_or(0);
    const double floor = kind == ScaleKind::Log ? low / 2 : 0;
    const double top = high > 0 ? high * (kind == ScaleKind::Log ? 1.5 : 1.08) : 1;
    SvgChart chart(fullWidth, 190, {ScaleKind::Linear, first, last, 10}, {kind, floor, top, 4});
    chart.grid();
    for (const Json& bucket : strip) {
        const double from = numberAt(bucket, "/first_position").value_or(0);
        const double to = numberAt(bucket, "/last_position").value_or(0) + 1;
        const double mean = numberAt(bucket, "/mean_kld").value_or(0);
        const double largest = numberAt(bucket, "/max_kld").value_or(0);
        if (mean > 0) chart.bar({from, floor}, {to, mean}, "b");
        if (largest > 0) chart.segment({from, largest}, {to, largest}, "peak");
    }
    std::vector<PlotKey> keys = {{"b", "mean of the bucket"}, {"peak", "largest"}};
    if (const auto p99 = numberAt(document, "/quality/kld/p99"))
        keys.push_back({"none", concat("P99 of all tokens ", figureText(*p99), " nats")});
    return Plot{concat("KL divergence, nats", kind == ScaleKind::Log ? " (log)" : "", ", by position in the text"),
                keys, chart.finish("KL divergence of B from A by position in the text"), PlotWidth::Full};
}

}  // namespace

std::vector<Plot> comparisonPlots(const Json& document) {
    std::vector<Plot> plots = {latencyByTokenFigure(document), latencyDistributionFigure(document),
                               blockRatioFigure(document), memoryFigure(document), divergenceStripFigure(document)};
    std::erase_if(plots, [](const Plot& plot) { return plot.svg.empty(); });
    return plots;
}

namespace {

/// "the 61.2 %, a 20.1 %, ..." of one arm.
std::string likelyText(const Json& peak, const std::string& pointer) {
    std::vector<std::string> tokens;
    for (const Json& token : listAt(peak, pointer)) {
        const std::string text = textAt(token, "/text");
        const std::string shown = text.empty() ? shortText(numberAt(token, "/id").value_or(-1)) : text;
        tokens.push_back(concat("<code>", escapeMarkup(shown), "</code> ",
                                shortText(100 * numberAt(token, "/probability").value_or(0)), " %"));
    }
    return join(tokens, ", ");
}

}  // namespace

std::string worstPositionsTable(const Json& document) {
    constexpr std::size_t most = 10;
    std::vector<const Json*> worst;
    for (const Json& bucket : listAt(document, "/quality/strip"))
        if (find(bucket, "/peak") != nullptr) worst.push_back(&bucket);
    const auto kld = [](const Json* bucket) { return numberAt(*bucket, "/max_kld").value_or(0); };
    std::ranges::stable_sort(worst, std::greater(), kld);
    worst.resize(std::min(worst.size(), most));
    std::string rows;
    for (const Json* bucket : worst) {
        const Json& peak = *find(*bucket, "/peak");
        rows += concat("<tr><td>", fixed(numberAt(*bucket, "/max_position").value_or(0), 0), "</td><td>",
                       figureText(kld(bucket)), "</td><td>…", escapeMarkup(textAt(peak, "/before")), "<mark>",
                       escapeMarkup(textAt(peak, "/next")), "</mark></td><td>", likelyText(peak, "/top_a"), "</td><td>",
                       likelyText(peak, "/top_b"), "</td></tr>\n");
    }
    if (rows.empty()) return {};
    return concat(
        "<details><summary>Where the arms part most: the ten likeliest tokens of both</summary><div class=\"card\">"
        "<table><thead><tr><th>position</th><th>KLD, nats</th><th>text before, and the next token</th><th>A</th>"
        "<th>B</th></tr></thead><tbody>",
        rows, "</tbody></table></div></details>\n");
}

}  // namespace autoglm::report
