// A small chart as inline SVG: two axes with ticks, lines, bands, dots and bars, coloured by CSS classes of the page.
// Pure. Private to core/report. Text given to it must be plain; it is escaped here. Non-finite points are skipped.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace autoglm::report {

enum class ScaleKind { Linear, Log };
enum class Anchor { Start, Middle, End };

/// Log where the positive values spread over more than 50x.
ScaleKind scaleFor(double smallestPositive, double largest);

struct Axis {
    ScaleKind kind = ScaleKind::Linear;
    double low = 0;
    double high = 1;
    int ticks = 5;
};

struct Point {
    double x = 0;
    double y = 0;
};

class SvgChart {
  public:
    SvgChart(int width, int height, Axis x, Axis y);

    void grid();  ///< ticks, labels, horizontal grid lines
    void line(std::span<const Point> points, std::string_view style);
    /// The area between two lines over the same x.
    void band(std::span<const Point> low, std::span<const Point> high, std::string_view style);
    void dot(Point at, double radius, std::string_view style);
    void bar(Point from, Point to, std::string_view style);  ///< two corners in data
    void segment(Point from, Point to, std::string_view style);
    void label(Point at, std::string_view text, Anchor anchor, double shiftX = 0, double shiftY = 0);

    /// `description` is what a screen reader says.
    std::string finish(std::string_view description) const;

    double left() const { return m_x.low; }
    double right() const { return m_x.high; }

  private:
    double px(double x) const;
    double py(double y) const;
    std::string pathOf(std::span<const Point> points) const;

    int m_width;
    int m_height;
    Axis m_x;
    Axis m_y;
    std::string m_body;
};

/// Round values inside the axis: 1, 2 or 5 times a power of ten.
std::vector<double> axisTicks(const Axis& axis);

}  // namespace autoglm::report
