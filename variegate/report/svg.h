// Pieces of inline SVG. Horizontal positions are percentages of the drawing's width and vertical ones pixels,
// so that a chart is as wide as its place, from a phone to a desk, while text and marks keep their size.
// Colours come from the page's CSS by class.
#pragma once

#include <string>
#include <vector>

namespace variegate {

// Maps values to 0..100 % of the width (or to pixels, with a range of its own).
struct Scale {
  double low = 0.0;
  double high = 1.0;  // > low
  double from = 0.0;  // position of low
  double to = 100.0;  // position of high

  double operator()(double value) const { return from + (value - low) / (high - low) * (to - from); }
  bool holds(double value) const { return value >= low && value <= high; }
};

// Round values (1, 2 or 5 times a power of ten apart) within low .. high, about `count` of them.
std::vector<double> ticks(double low, double high, int count);

// A number in an attribute: at most two decimals.
std::string svg_number(double value);

// `title` is the tooltip ("" = none); text is escaped here. Positions must be finite.
std::string svg_circle(double x_percent, double y, double radius, const std::string& css,
                       const std::string& title = "");
std::string svg_line(double x1_percent, double y1, double x2_percent, double y2, const std::string& css,
                     const std::string& title = "");
std::string svg_bar(double x1_percent, double x2_percent, double y, double height, const std::string& css,
                    const std::string& title = "");
// A cross (x) of that half size, drawn in pixels about a position in percent.
std::string svg_cross(double x_percent, double y, double half, const std::string& css,
                      const std::string& title = "");
// An arrow head that points left (direction -1) or right (+1): what is drawn continues beyond the edge.
std::string svg_arrow(double x_percent, double y, int direction, const std::string& css);

enum class Anchor { start, middle, end };
std::string svg_text(double x_percent, double y, Anchor anchor, const std::string& css,
                     const std::string& text,
                     double shift = 0.0);  // shift: pixels to the right

// The drawing, as wide as its place. label: what it shows, for those who cannot see it.
std::string svg_drawing(double height, const std::string& css, const std::string& label,
                        const std::string& content);

}  // namespace variegate
