#include "variegate/report/arm_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/plot_table.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"

namespace variegate {
namespace {

// Larger for what is better, least for what is not known.
double rank_of(const Metric& metric, double value) {
  return std::isfinite(value) ? gain_of(metric, value) : -std::numeric_limits<double>::infinity();
}

// Best mean first, arms without a result last.
std::vector<const ArmRecord*> ranked(const std::vector<ArmRecord>& arms, const Metric& metric) {
  std::vector<const ArmRecord*> order;
  for (const ArmRecord& arm : arms) order.push_back(&arm);
  const auto rank = [&](const ArmRecord* arm) { return rank_of(metric, arm_mean(*arm)); };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rank(a) > rank(b); });
  return order;
}

std::vector<PlotDot> seed_dots(const ArmRecord& arm, const Metric& metric) {
  std::vector<PlotDot> dots;
  for (std::size_t i = 0; i < arm.values.size(); ++i) {
    const std::string seed = i < arm.seeds.size() ? fmt::format("seed {}: ", arm.seeds[i]) : "";
    dots.push_back({arm.values[i], arm.name + ", " + seed + value_words(metric, arm.values[i])});
  }
  return dots;
}

std::string failed_note(const ArmRecord& arm) {
  const auto failed = static_cast<std::int64_t>(arm.values.size() - finite_values(arm).size());
  return failed == 0 ? "" : counted(failed, "run") + " failed";
}

// The difference, with its interval where there are enough seeds for one.
std::string gain_text(const std::optional<Decision>& decision, const ArmVerdict* verdict,
                      const Metric& metric) {
  if (verdict == nullptr) return "";
  const std::string gain = difference_words(metric, verdict->gain);
  return decision->has_intervals() ? gain + " (" + interval_words(metric, verdict->low, verdict->high) + ")"
                                   : gain;
}

std::string tone_of(const ArmRecord& arm, const std::string& found) {
  return arm.name == found ? "found" : arm.baseline ? "baseline" : "";
}

}  // namespace

std::string final_round_html(const StudyRecord& study) {
  const Metric& metric = study.data.metric;
  PlotTable table{
      .caption = "Dots are seeds, the bar is their mean",
      .name_header = "Policy",
      .chart_header = axis_title(metric, "Validation"),
      .cell_headers = {"Mean", "SD", metric.larger_is_better ? "Expected gain" : "Expected change", "Better",
                       "Training"},
      .rows = {},
      .unit = axis_unit(metric)};
  const std::optional<Decision> decision = decide(study);
  for (const ArmRecord* arm : ranked(study.final_round, metric)) {
    const ArmVerdict* verdict = decision ? decision->find(arm->name) : nullptr;
    std::string note = failed_note(*arm);
    if (study.chosen && arm->name == *study.chosen) note += note.empty() ? "chosen" : ", chosen";
    table.rows.push_back(
        {.name = arm->name,
         .note = note,
         .tone = tone_of(*arm, study.chosen.value_or("")),
         .dots = seed_dots(*arm, metric),
         .mark = arm_mean(*arm),
         .title = arm->name + ", mean " + value_words(metric, arm_mean(*arm)),
         .cells = {value_words(metric, arm_mean(*arm)), deviation_words(metric, arm_standard_deviation(*arm)),
                   gain_text(decision, verdict, metric),
                   verdict == nullptr ? "" : fmt::format("{:.0f}\u202F%", 100.0 * verdict->better),
                   time_text(arm->seconds)}});
  }
  return plot_table_html(table);
}

std::string comparison_html(const ComparisonRecord& comparison, const std::string& found) {
  const Metric& metric = comparison.data.metric;
  PlotTable table{.caption = "Dots are seeds; the bar is their mean, the line its 95 % interval",
                  .name_header = "Policy",
                  .chart_header = axis_title(metric, "Test"),
                  .cell_headers = {"Mean", "SD", "Training", "Search"},
                  .rows = {},
                  .unit = axis_unit(metric)};
  for (const ArmRecord* arm : ranked(comparison.arms, metric)) {
    const Difference interval = arm_interval(*arm);
    const std::string title =
        fmt::format("{}, mean {}, 95 % interval {} to {}", arm->name, value_words(metric, interval.mean),
                    value_words(metric, interval.low), value_words(metric, interval.high));
    table.rows.push_back(
        {.name = arm->name,
         .note = failed_note(*arm),
         .tone = tone_of(*arm, found),
         .dots = seed_dots(*arm, metric),
         .mark = interval.mean,
         .low = interval.low,
         .high = interval.high,
         .title = title,
         .cells = {value_words(metric, interval.mean), deviation_words(metric, arm_standard_deviation(*arm)),
                   time_text(arm->seconds),
                   arm->search_seconds > 0.0 ? time_text(arm->search_seconds) : ""}});
  }
  return plot_table_html(table);
}

std::string differences_html(const ComparisonRecord& comparison, const std::string& found) {
  if (comparison.differences.empty()) return "";
  const Metric& metric = comparison.data.metric;
  PlotTable table{.caption = fmt::format(
                      "Differences paired by seed; the line is the 95 % interval. {} of zero is better",
                      metric.larger_is_better ? "Right" : "Left"),
                  .name_header = "Policy",
                  .chart_header = fmt::format("Minus {}, {}", comparison.differences.front().b,
                                              unit_of_differences(metric)),
                  .cell_headers = {"Difference", "95 % interval"},
                  .rows = {},
                  .differences = true,
                  .unit = axis_unit(metric)};
  for (const Difference& difference : comparison.differences) {
    const std::string interval = interval_words(metric, difference.low, difference.high);
    const double at_best = metric.larger_is_better ? difference.high : -difference.low;
    table.rows.push_back(
        {.name = difference.a,
         .note = difference.b == comparison.differences.front().b ? "" : "minus " + difference.b,
         .tone = difference.a == found ? "found"
                 : at_best < 0.0       ? "harmful"
                                       : "",
         .dots = {},
         .mark = difference.mean,
         .low = difference.low,
         .high = difference.high,
         .title = fmt::format("{} minus {}: {}, {}", difference.a, difference.b,
                              difference_words(metric, difference.mean), interval),
         .cells = {difference_words(metric, difference.mean), interval}});
  }
  const auto rank = [&](const PlotRow& row) { return rank_of(metric, row.mark); };
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](auto& a, auto& b) { return rank(a) > rank(b); });
  return plot_table_html(table);
}

std::string importance_html(std::vector<OpImportance> importance, const Metric& metric) {
  const auto rank = [&](const OpImportance& op) { return rank_of(metric, op.effect); };
  std::stable_sort(importance.begin(), importance.end(), [&](auto& a, auto& b) { return rank(a) > rank(b); });
  PlotTable table{.caption = "The bar is the effect, the line twice its standard error either way",
                  .name_header = "Operation",
                  .chart_header = fmt::format("Effect on validation {}{}", metric.name,
                                              metric.share              ? ", points"
                                              : metric.larger_is_better ? ""
                                                                        : " (below zero is better)"),
                  .cell_headers = {"Effect", "In the policy", "Range"},
                  .rows = {},
                  .differences = true,
                  .unit = axis_unit(metric)};
  for (const OpImportance& op : importance) {
    std::string name = op.op;
    std::replace(name.begin(), name.end(), '_', ' ');
    const double half = 2.0 * op.uncertainty;
    const bool used = op.share > 0.0;
    table.rows.push_back(
        {.name = name,
         .note = "",
         .tone = gain_of(metric, op.effect) < 0.0 ? "harmful" : "helpful",
         .dots = {},
         .mark = op.effect,
         .low = op.effect - half,
         .high = op.effect + half,
         .bar = true,
         .title = fmt::format("{}: {}{}, twice the standard error is {}", name,
                              difference_words(metric, op.effect), metric.share ? " points" : "",
                              difference_words(metric, half)),
         .cells = {difference_words(metric, op.effect),
                   used ? fmt::format("{:.0f}\u202F% of pictures", 100.0 * op.share) : "not used",
                   used ? op.range : ""}});
  }
  return plot_table_html(table);
}

}  // namespace variegate
