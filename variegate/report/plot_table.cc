#include "variegate/report/plot_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/svg.h"

namespace variegate {
namespace {

constexpr double kRowHeight = 34.0;  // pixels
constexpr double kMiddle = kRowHeight / 2.0;

// The axis covers every mark and dot, and intervals as far as they do not squeeze those together: an interval
// of two seeds may be a hundred times as wide as what is to be seen.
Scale axis_of(const PlotTable& table) {
  double low = table.differences ? 0.0 : std::numeric_limits<double>::infinity();
  double high = table.differences ? 0.0 : -low;
  const auto include = [&](double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const PlotRow& row : table.rows) {
    include(row.mark);
    for (const PlotDot& dot : row.dots) include(dot.value);
  }
  if (!(low <= high)) return {.low = 0.0, .high = 1.0};
  // So that marks which hardly differ do not look far apart: a percentage point, or a thousandth of the
  // value.
  const double least_span =
      table.unit == 100.0 ? 0.01 : std::max(1e-3 * std::max(std::abs(low), std::abs(high)), 1e-9);
  const double span = std::max(high - low, least_span);
  const double least = low - span;
  const double most = high + span;
  for (const PlotRow& row : table.rows) {
    include(std::max(row.low, least));
    include(std::min(row.high, most));
  }
  const double margin = 0.06 * std::max(high - low, least_span);
  return {.low = low - margin, .high = high + margin};
}

std::string tick_text(double on_axis, bool difference) {
  const std::string text = tick_words(std::abs(on_axis));
  if (text == "0") return text;
  return (on_axis < 0.0 ? "−" : difference ? "+" : "") + text;
}

std::string grid(const Scale& axis, const std::vector<double>& at, bool differences) {
  std::string out;
  for (const double value : at) {
    const bool zero = differences && std::abs(value) < 1e-9 * (axis.high - axis.low);
    out += svg_line(axis(value), 0.0, axis(value), kRowHeight, zero ? "zero" : "grid");
  }
  return out;
}

std::string marks(const PlotRow& row, const Scale& axis) {
  std::string out;
  const bool marked = std::isfinite(row.mark);
  if (marked && row.bar) out += svg_bar(axis(0.0), axis(row.mark), kMiddle - 7.0, 14.0, "bar", row.title);
  if (std::isfinite(row.low) && std::isfinite(row.high) && row.low <= row.high) {
    const double low = std::clamp(row.low, axis.low, axis.high);
    const double high = std::clamp(row.high, axis.low, axis.high);
    out += svg_line(axis(low), kMiddle, axis(high), kMiddle, "whisker", row.title);
    if (low > row.low) out += svg_arrow(axis(low), kMiddle, -1, "whisker");
    if (high < row.high) out += svg_arrow(axis(high), kMiddle, 1, "whisker");
  }
  for (const PlotDot& dot : row.dots) {
    if (std::isfinite(dot.value)) out += svg_circle(axis(dot.value), kMiddle, 4.0, "dot", dot.title);
  }
  if (marked && !row.bar) {
    if (row.dots.empty()) {
      out += svg_circle(axis(row.mark), kMiddle, 5.5, "mean", row.title);
    } else {
      out += svg_line(axis(row.mark), kMiddle - 10.0, axis(row.mark), kMiddle + 10.0, "mean", row.title);
    }
  }
  return out;
}

}  // namespace

// The ARIA roles keep it a table where the phone layout changes how rows are displayed.
std::string plot_table_html(const PlotTable& table) {
  if (table.rows.empty()) return "";
  const Scale axis = axis_of(table);
  const std::vector<double> at = ticks(axis.low, axis.high, 5);

  std::string html = "<table class=\"plot\" role=\"table\">";
  html += fmt::format("<caption>{}</caption>", escaped(table.caption));
  html += fmt::format(
      "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">{}</th>"
      "<th role=\"columnheader\" scope=\"col\" class=\"chart\">{}</th>",
      escaped(table.name_header), escaped(table.chart_header));
  for (const std::string& header : table.cell_headers) {
    html += fmt::format("<th role=\"columnheader\" scope=\"col\" class=\"number\">{}</th>", escaped(header));
  }
  html += "</tr></thead><tbody role=\"rowgroup\">";
  for (const PlotRow& row : table.rows) {
    html += fmt::format("<tr role=\"row\" class=\"{}\"><th role=\"rowheader\" scope=\"row\">{}", row.tone,
                        escaped(row.name));
    if (!row.note.empty()) html += fmt::format(" <span class=\"note\">{}</span>", escaped(row.note));
    html += "</th><td role=\"cell\" class=\"chart\">";
    html +=
        svg_drawing(kRowHeight, "row", "", grid(axis, at, table.differences) + marks(row, axis)) + "</td>";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string header = i < table.cell_headers.size() ? table.cell_headers[i] : "";
      html += fmt::format("<td role=\"cell\" class=\"number\" data-header=\"{}\">{}</td>", escaped(header),
                          escaped(row.cells[i]));
    }
    html += "</tr>";
  }
  std::string labels;
  for (const double value : at) {
    labels +=
        svg_text(axis(value), 12.0, Anchor::middle, "tick", tick_text(table.unit * value, table.differences));
  }
  html += fmt::format("</tbody><tfoot aria-hidden=\"true\"><tr><td></td><td class=\"chart\">{}</td>",
                      svg_drawing(18.0, "row", "", labels));
  for (std::size_t i = 0; i < table.cell_headers.size(); ++i) html += "<td></td>";
  return html + "</tr></tfoot></table>";
}

}  // namespace variegate
