#include "core/report/svg_chart.h"

#include <algorithm>
#include <cmath>

#include "core/base/text_format.h"
#include "core/report/markup.h"

namespace autoglm::report {
namespace {

constexpr double marginLeft = 46;
constexpr double marginRight = 12;
constexpr double marginTop = 12;
constexpr double marginBottom = 24;

/// Where a value lies on its axis, 0 to 1.
double share(const Axis& axis, double value) {
    if (axis.kind == ScaleKind::Linear) return (value - axis.low) / (axis.high - axis.low);
    return std::log(std::max(value, axis.low) / axis.low) / std::log(axis.high / axis.low);
}

bool isDrawable(Point point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

std::string tickText(double value) {
    if (std::abs(value) < 1e-12) return "0";
    std::ostringstream out;
    if (std::abs(value) < 1e-3 || std::abs(value) >= 1e6) {
        out << value;
        return out.str();
    }
    out.precision(10);
    out << value;
    return out.str();
}

const char* anchorName(Anchor anchor) {
    return anchor == Anchor::Start ? "start" : anchor == Anchor::Middle ? "middle" : "end";
}

}  // namespace

ScaleKind scaleFor(double smallestPositive, double largest) {
    return smallestPositive > 0 && largest > 50 * smallestPositive ? ScaleKind::Log : ScaleKind::Linear;
}

std::vector<double> axisTicks(const Axis& axis) {
    std::vector<double> ticks;
    if (axis.kind == ScaleKind::Log) {
        const double decades = std::log10(axis.high / axis.low);
        const int stride = std::max(1, static_cast<int>(std::ceil(decades / axis.ticks)));
        int index = 0;
        for (int power = static_cast<int>(std::floor(std::log10(axis.low)));
             std::pow(10.0, power) <= axis.high * 1.0001; ++power) {
            for (const double step : {1.0, 2.0, 5.0}) {
                const double value = step * std::pow(10.0, power);
                const bool isWanted = step == 1.0 ? index % stride == 0 : decades < 2.2;
                if (isWanted && value >= axis.low * 0.9999 && value <= axis.high * 1.0001) ticks.push_back(value);
            }
            ++index;
        }
        return ticks;
    }
    const double raw = (axis.high - axis.low) / axis.ticks;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double candidate : {1.0, 2.0, 5.0})
        if (candidate * power >= raw) {
            step = candidate * power;
            break;
        }
    for (double i = std::ceil(axis.low / step - 1e-9); i * step <= axis.high + step * 1e-6; ++i)
        ticks.push_back(std::round(i * step / power * 10) / 10 * power);
    return ticks;
}

SvgChart::SvgChart(int width, int height, Axis x, Axis y) : m_width(width), m_height(height), m_x(x), m_y(y) {
    for (Axis* axis : {&m_x, &m_y}) {
        if (axis->kind == ScaleKind::Log && axis->low <= 0) axis->kind = ScaleKind::Linear;
        if (!(axis->high > axis->low)) axis->high = axis->low + (axis->low != 0 ? std::abs(axis->low) : 1);
    }
}

double SvgChart::px(double x) const {
    return marginLeft + share(m_x, x) * (m_width - marginLeft - marginRight);
}
double SvgChart::py(double y) const {
    return m_height - marginBottom - share(m_y, y) * (m_height - marginTop - marginBottom);
}

void SvgChart::grid() {
    for (const double tick : axisTicks(m_y)) {
        segment({m_x.low, tick}, {m_x.high, tick}, "grid");
        label({m_x.low, tick}, tickText(tick), Anchor::End, -6, 3.5);
    }
    for (const double tick : axisTicks(m_x))
        label({tick, m_y.low}, tickText(tick), Anchor::Middle, 0, 15);
    segment({m_x.low, m_y.low}, {m_x.high, m_y.low}, "axis");
}

std::string SvgChart::pathOf(std::span<const Point> points) const {
    std::string path;
    for (const Point& point : points)
        if (isDrawable(point))
            path += concat(path.empty() ? "M" : "L", fixed(px(point.x), 1), " ", fixed(py(point.y), 1));
    return path;
}

void SvgChart::line(std::span<const Point> points, std::string_view style) {
    m_body += concat("<path class=\"line ", style, "\" d=\"", pathOf(points), "\"/>");
}

void SvgChart::band(std::span<const Point> low, std::span<const Point> high, std::string_view style) {
    std::vector<Point> outline(low.begin(), low.end());
    outline.insert(outline.end(), high.rbegin(), high.rend());
    m_body += concat("<path class=\"band ", style, "\" d=\"", pathOf(outline), "Z\"/>");
}

void SvgChart::dot(Point at, double radius, std::string_view style) {
    if (!isDrawable(at)) return;
    m_body += concat("<circle class=\"dot ", style, "\" cx=\"", fixed(px(at.x), 1), "\" cy=\"", fixed(py(at.y), 1),
                     "\" r=\"", fixed(radius, 1), "\"/>");
}

void SvgChart::bar(Point from, Point to, std::string_view style) {
    if (!isDrawable(from) || !isDrawable(to)) return;
    const auto [x0, x1] = std::minmax({px(from.x), px(to.x)});
    const auto [y0, y1] = std::minmax({py(from.y), py(to.y)});
    m_body += concat("<rect class=\"bar ", style, "\" x=\"", fixed(x0, 1), "\" y=\"", fixed(y0, 1), "\" width=\"",
                     fixed(std::max(x1 - x0, 0.6), 1), "\" height=\"", fixed(std::max(y1 - y0, 0.6), 1), "\"/>");
}

void SvgChart::segment(Point from, Point to, std::string_view style) {
    if (!isDrawable(from) || !isDrawable(to)) return;
    m_body += concat("<line class=\"", style, "\" x1=\"", fixed(px(from.x), 1), "\" y1=\"", fixed(py(from.y), 1),
                     "\" x2=\"", fixed(px(to.x), 1), "\" y2=\"", fixed(py(to.y), 1), "\"/>");
}

void SvgChart::label(Point at, std::string_view text, Anchor anchor, double shiftX, double shiftY) {
    if (!isDrawable(at)) return;
    m_body += concat("<text x=\"", fixed(px(at.x) + shiftX, 1), "\" y=\"", fixed(py(at.y) + shiftY, 1),
                     "\" text-anchor=\"", anchorName(anchor), "\">", escapeMarkup(text), "</text>");
}

std::string SvgChart::finish(std::string_view description) const {
    return concat("<svg class=\"chart\" viewBox=\"0 0 ", m_width, " ", m_height, "\" role=\"img\" aria-label=\"",
                  escapeMarkup(description), "\">", m_body, "</svg>");
}

}  // namespace autoglm::report
