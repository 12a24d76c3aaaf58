#include "variegate/report/svg.h"

#include <fmt/format.h>

#include <cmath>

#include "variegate/report/html.h"

namespace variegate {
namespace {

std::string closed(const std::string& element, const std::string& attributes, const std::string& title) {
  if (title.empty()) return fmt::format("<{} {}/>", element, attributes);
  return fmt::format("<{} {}><title>{}</title></{}>", element, attributes, escaped(title), element);
}

}  // namespace

std::vector<double> ticks(double low, double high, int count) {
  std::vector<double> values;
  if (!(high > low) || !std::isfinite(high - low) || count < 1) return values;
  const double rough = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double multiple : {1.0, 2.0, 5.0}) {
    if (multiple * power >= rough * 0.999) {
      step = multiple * power;
      break;
    }
  }
  const auto first = static_cast<long>(std::ceil(low / step - 1e-9));
  const auto last = static_cast<long>(std::floor(high / step + 1e-9));
  for (long i = first; i <= last; ++i) values.push_back(static_cast<double>(i) * step);
  return values;
}

std::string svg_number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string svg_circle(double x_percent, double y, double radius, const std::string& css,
                       const std::string& title) {
  return closed("circle",
                fmt::format("class=\"{}\" cx=\"{}%\" cy=\"{}\" r=\"{}\"", css, svg_number(x_percent),
                            svg_number(y), svg_number(radius)),
                title);
}

std::string svg_line(double x1_percent, double y1, double x2_percent, double y2, const std::string& css,
                     const std::string& title) {
  return closed("line",
                fmt::format("class=\"{}\" x1=\"{}%\" y1=\"{}\" x2=\"{}%\" y2=\"{}\"", css,
                            svg_number(x1_percent), svg_number(y1), svg_number(x2_percent), svg_number(y2)),
                title);
}

std::string svg_bar(double x1_percent, double x2_percent, double y, double height, const std::string& css,
                    const std::string& title) {
  const double left = std::min(x1_percent, x2_percent);
  return closed(
      "rect",
      fmt::format("class=\"{}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\"", css, svg_number(left),
                  svg_number(y), svg_number(std::abs(x2_percent - x1_percent)), svg_number(height)),
      title);
}

std::string svg_cross(double x_percent, double y, double half, const std::string& css,
                      const std::string& title) {
  // A nested drawing has pixels of its own about the position in percent.
  const std::string h = svg_number(half);
  const std::string path =
      closed("path", fmt::format("class=\"{0}\" d=\"M-{1} -{1}L{1} {1}M-{1} {1}L{1} -{1}\"", css, h), title);
  return fmt::format("<svg class=\"spot\" x=\"{}%\" y=\"{}\">{}</svg>", svg_number(x_percent), svg_number(y),
                     path);
}

std::string svg_arrow(double x_percent, double y, int direction, const std::string& css) {
  const int tail = -6 * direction;
  return fmt::format(
      "<svg class=\"spot\" x=\"{}%\" y=\"{}\"><path class=\"{}\" d=\"M{} -4L0 0L{} 4\"/></svg>",
      svg_number(x_percent), svg_number(y), css, tail, tail);
}

std::string svg_text(double x_percent, double y, Anchor anchor, const std::string& css,
                     const std::string& text, double shift) {
  const char* name = anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
  const std::string move = shift == 0.0 ? "" : fmt::format(" dx=\"{}\"", svg_number(shift));
  return fmt::format("<text class=\"{}\" x=\"{}%\" y=\"{}\"{} text-anchor=\"{}\">{}</text>", css,
                     svg_number(x_percent), svg_number(y), move, name, escaped(text));
}

std::string svg_drawing(double height, const std::string& css, const std::string& label,
                        const std::string& content) {
  const std::string described =
      label.empty() ? "aria-hidden=\"true\"" : fmt::format("role=\"img\" aria-label=\"{}\"", escaped(label));
  return fmt::format("<svg class=\"{}\" width=\"100%\" height=\"{}\" {}>{}</svg>", css, svg_number(height),
                     described, content);
}

}  // namespace variegate
