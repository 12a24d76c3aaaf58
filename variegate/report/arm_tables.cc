#include "variegate/report/arm_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/report/html.h"
#include "variegate/report/plot_table.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"

namespace variegate {
namespace {

// Best mean first, arms without a result last.
std::vector<const ArmRecord*> ranked(const std::vector<ArmRecord>& arms) {
  std::vector<const ArmRecord*> order;
  for (const ArmRecord& arm : arms) order.push_back(&arm);
  const auto rank = [](const ArmRecord* arm) {
    const double value = arm_mean(*arm);
    return std::isfinite(value) ? value : -1.0;
  };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rank(a) > rank(b); });
  return order;
}

std::vector<PlotDot> seed_dots(const ArmRecord& arm) {
  std::vector<PlotDot> dots;
  for (std::size_t i = 0; i < arm.accuracies.size(); ++i) {
    const std::string seed = i < arm.seeds.size() ? fmt::format("seed {}: ", arm.seeds[i]) : "";
    dots.push_back({arm.accuracies[i], arm.name + ", " + seed + percent_text(arm.accuracies[i])});
  }
  return dots;
}

std::string failed_note(const ArmRecord& arm) {
  const auto failed = static_cast<std::int64_t>(arm.accuracies.size() - finite_accuracies(arm).size());
  return failed == 0 ? "" : counted(failed, "run") + " failed";
}

std::string deviation_text(const ArmRecord& arm) {
  const double deviation = arm_standard_deviation(arm);
  return std::isfinite(deviation) ? fmt::format("{:.1f}", 100.0 * deviation) : "–";
}

// The difference, with its interval where there are enough seeds for one.
std::string gain_text(const std::optional<Decision>& decision, const ArmVerdict* verdict) {
  if (verdict == nullptr) return "";
  const std::string gain = points_text(verdict->gain);
  return decision->has_intervals() ? gain + " (" + interval_text(verdict->low, verdict->high) + ")" : gain;
}

std::string tone_of(const ArmRecord& arm, const std::string& found) {
  return arm.name == found ? "found" : arm.baseline ? "baseline" : "";
}

}  // namespace

std::string final_round_html(const StudyRecord& study) {
  PlotTable table{.caption = "Dots are seeds, the bar is their mean",
                  .name_header = "Policy",
                  .chart_header = "Validation accuracy, %",
                  .cell_headers = {"Mean", "SD", "Expected gain", "Better", "Training"},
                  .rows = {}};
  const std::optional<Decision> decision = decide(study);
  for (const ArmRecord* arm : ranked(study.final_round)) {
    const ArmVerdict* verdict = decision ? decision->find(arm->name) : nullptr;
    std::string note = failed_note(*arm);
    if (study.chosen && arm->name == *study.chosen) note += note.empty() ? "chosen" : ", chosen";
    table.rows.push_back(
        {.name = arm->name,
         .note = note,
         .tone = tone_of(*arm, study.chosen.value_or("")),
         .dots = seed_dots(*arm),
         .mark = arm_mean(*arm),
         .title = arm->name + ", mean " + percent_text(arm_mean(*arm)),
         .cells = {percent_text(arm_mean(*arm)), deviation_text(*arm), gain_text(decision, verdict),
                   verdict == nullptr ? "" : fmt::format("{:.0f}\u202F%", 100.0 * verdict->better),
                   time_text(arm->seconds)}});
  }
  return plot_table_html(table);
}

std::string comparison_html(const ComparisonRecord& comparison, const std::string& found) {
  PlotTable table{.caption = "Dots are seeds; the bar is their mean, the line its 95 % interval",
                  .name_header = "Policy",
                  .chart_header = "Test accuracy, %",
                  .cell_headers = {"Mean", "SD", "Training", "Search"},
                  .rows = {}};
  for (const ArmRecord* arm : ranked(comparison.arms)) {
    const Difference interval = arm_interval(*arm);
    const std::string title =
        fmt::format("{}, mean {}, 95 % interval {} to {}", arm->name, percent_text(interval.mean),
                    percent_text(interval.low), percent_text(interval.high));
    table.rows.push_back(
        {.name = arm->name,
         .note = failed_note(*arm),
         .tone = tone_of(*arm, found),
         .dots = seed_dots(*arm),
         .mark = interval.mean,
         .low = interval.low,
         .high = interval.high,
         .title = title,
         .cells = {percent_text(interval.mean), deviation_text(*arm), time_text(arm->seconds),
                   arm->search_seconds > 0.0 ? time_text(arm->search_seconds) : ""}});
  }
  return plot_table_html(table);
}

std::string differences_html(const ComparisonRecord& comparison, const std::string& found) {
  if (comparison.differences.empty()) return "";
  PlotTable table{
      .caption = "Differences paired by seed; the line is the 95 % interval. Right of zero is better",
      .name_header = "Policy",
      .chart_header = fmt::format("Minus {}, percentage points", comparison.differences.front().b),
      .cell_headers = {"Difference", "95 % interval"},
      .rows = {},
      .differences = true};
  for (const Difference& difference : comparison.differences) {
    const std::string interval = interval_text(difference.low, difference.high);
    table.rows.push_back(
        {.name = difference.a,
         .note = difference.b == comparison.differences.front().b ? "" : "minus " + difference.b,
         .tone = difference.a == found   ? "found"
                 : difference.high < 0.0 ? "harmful"
                                         : "",
         .dots = {},
         .mark = difference.mean,
         .low = difference.low,
         .high = difference.high,
         .title = fmt::format("{} minus {}: {}, {}", difference.a, difference.b, points_text(difference.mean),
                              interval),
         .cells = {points_text(difference.mean), interval}});
  }
  const auto rank = [](const PlotRow& row) { return std::isfinite(row.mark) ? row.mark : -1.0; };
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](auto& a, auto& b) { return rank(a) > rank(b); });
  return plot_table_html(table);
}

std::string importance_html(std::vector<OpImportance> importance) {
  const auto rank = [](const OpImportance& op) { return std::isfinite(op.effect) ? op.effect : -10.0; };
  std::stable_sort(importance.begin(), importance.end(), [&](auto& a, auto& b) { return rank(a) > rank(b); });
  PlotTable table{.caption = "The bar is the effect, the line twice its standard error either way",
                  .name_header = "Operation",
                  .chart_header = "Effect on validation accuracy, points",
                  .cell_headers = {"Effect", "In the policy", "Range"},
                  .rows = {},
                  .differences = true};
  for (const OpImportance& op : importance) {
    std::string name = op.op;
    std::replace(name.begin(), name.end(), '_', ' ');
    const double half = 2.0 * op.uncertainty;
    const bool used = op.share > 0.0;
    table.rows.push_back(
        {.name = name,
         .note = "",
         .tone = op.effect < 0.0 ? "harmful" : "helpful",
         .dots = {},
         .mark = op.effect,
         .low = op.effect - half,
         .high = op.effect + half,
         .bar = true,
         .title = fmt::format("{}: {} points, twice the standard error is {}", name, points_text(op.effect),
                              points_text(half)),
         .cells = {points_text(op.effect),
                   used ? fmt::format("{:.0f}\u202F% of pictures", 100.0 * op.share) : "not used",
                   used ? op.range : ""}});
  }
  return plot_table_html(table);
}

}  // namespace variegate
