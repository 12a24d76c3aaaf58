// A table whose rows each hold a small chart on one common axis: the numbers can be read, copied and spoken
// by a screen reader, the chart shows them at a glance. The final round, the comparison, differences and
// importances are all shown so.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace variegate {

// NaN and infinities are left out of the drawing.
struct PlotDot {
  double value = 0.0;
  std::string title;  // tooltip
};

struct PlotRow {
  std::string name;
  std::string note;  // small, under the name; may be empty
  std::string tone;  // CSS class of the row: "found", "baseline", "harmful", ""
  std::vector<PlotDot> dots;
  double mark = std::numeric_limits<double>::quiet_NaN();  // the mean, or the effect
  double low = std::numeric_limits<double>::quiet_NaN();   // its interval
  double high = std::numeric_limits<double>::quiet_NaN();
  bool bar = false;                // a bar from zero to the mark
  std::string title;               // tooltip of mark and interval
  std::vector<std::string> cells;  // to the right of the chart
};

struct PlotTable {
  std::string caption;
  std::string name_header;
  std::string chart_header;
  std::vector<std::string> cell_headers;
  std::vector<PlotRow> rows;
  bool differences = false;  // the axis is about zero
  double unit = 100.0;       // what a value of one is on the axis: 100 where it is in per cent or points
};

// "" when there are no rows.
std::string plot_table_html(const PlotTable& table);

}  // namespace variegate
