#include "variegate/report/search_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/svg.h"
#include "variegate/report/trial_value.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

constexpr double kHeight = 300.0;   // pixels, of the plot itself
constexpr std::size_t kMany = 150;  // trials from which dots are small

struct Level {
  std::string name;
  double value = 0.0;
  double label_y = 0.0;
};

struct Chart {
  Scale x;  // trial number -> percent
  Scale y;  // value of the metric -> pixels
  Metric metric;
};

// From the top of the chart downwards.
std::vector<Level> baseline_levels(const StudyRecord& study) {
  std::vector<Level> levels;
  for (const ArmRecord& arm : study.final_round) {
    const double value = arm_mean(arm);
    if (arm.baseline && std::isfinite(value)) levels.push_back({arm.name, value, 0.0});
  }
  std::sort(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.value > b.value; });
  return levels;
}

// Finished trials and baselines fill the height. A trial that was stopped early may lie far off: it is drawn
// at the edge.
Scale value_scale(const StudyRecord& study, const std::vector<Level>& levels) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const auto include = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const Level& level : levels) include(level.value);
  for (const bool stopped : {false, true}) {
    for (const TrialRecord& trial : study.trials) {
      if (has_value(trial) && (trial.outcome->ending == Ending::stopped) == stopped)
        include(trial_value(study, trial));
    }
    if (high - low > 0.0) break;
  }
  const double least = study.data.metric.share ? 0.005 : std::max(1e-3 * std::abs(high), 1e-9);
  const double margin = std::max(0.08 * (high - low), least);
  return {.low = low - margin, .high = high + margin, .from = kHeight, .to = 0.0};
}

std::string grid(const Chart& chart) {
  std::string out;
  for (const double value : ticks(chart.y.low, chart.y.high, 5)) {
    out += svg_line(0.0, chart.y(value), 100.0, chart.y(value), "grid");
    out += svg_text(0.0, chart.y(value) + 4.0, Anchor::end, "tick",
                    tick_words(axis_unit(chart.metric) * value), -8.0);
  }
  for (const double value : ticks(std::max(0.0, chart.x.low), chart.x.high, 8)) {
    if (value != std::floor(value)) continue;
    out += svg_text(chart.x(value), kHeight + 20.0, Anchor::middle, "tick", svg_number(value));
  }
  return out;
}

std::string baseline_lines(std::vector<Level> levels, const Chart& chart) {
  std::string out;
  constexpr double kLine = 14.0;  // pixels between labels, at least
  double free = 6.0;
  for (Level& level : levels) {
    level.label_y = std::max(chart.y(level.value), free);
    free = level.label_y + kLine;
  }
  for (const Level& level : levels) {
    const std::string text = level.name + " " + value_words(chart.metric, level.value);
    const double y = chart.y(level.value);
    out += svg_line(0.0, y, 100.0, y, "level", "baseline " + text + " (mean of the final round)");
    out += svg_text(100.0, level.label_y + 4.0, Anchor::start, "level-name", text, 8.0);
  }
  return out;
}

std::string best_so_far(const StudyRecord& study, const Chart& chart) {
  std::string out;
  const TrialRecord* best = nullptr;
  double since = 0.0;
  for (const TrialRecord& trial : study.trials) {
    if (!has_value(trial) || trial.outcome->ending != Ending::complete) continue;
    if (best != nullptr && trial.outcome->reward <= best->outcome->reward) continue;
    const double x = chart.x(static_cast<double>(trial.trial));
    if (best != nullptr) {
      const double y = chart.y(trial_value(study, *best));
      out += svg_line(since, y, x, y, "best");
      out += svg_line(x, y, x, chart.y(trial_value(study, trial)), "best");
    }
    best = &trial;
    since = x;
  }
  if (best != nullptr) {
    const double value = trial_value(study, *best);
    out += svg_line(since, chart.y(value), 100.0, chart.y(value), "best",
                    "best so far: " + value_words(chart.metric, value));
  }
  return out;
}

std::string trial_marks(const StudyRecord& study, const Chart& chart) {
  std::string out;
  const double radius = study.trials.size() > kMany ? 2.5 : 4.0;
  for (const TrialRecord& trial : study.trials) {
    if (!trial.outcome) continue;
    const Outcome& outcome = *trial.outcome;
    const double x = chart.x(static_cast<double>(trial.trial));
    if (!has_value(trial)) {
      out += svg_cross(x, kHeight - 6.0, 4.0, "failed",
                       fmt::format("trial {} failed: {}", trial.trial, outcome.reason));
      continue;
    }
    const bool stopped = outcome.ending == Ending::stopped;
    const double value = trial_value(study, trial);
    const double y = std::clamp(chart.y(value), 6.0, kHeight - 6.0);
    const std::string title =
        fmt::format("trial {}: {} after {}{}", trial.trial, value_words(chart.metric, value),
                    counted(outcome.epochs, "epoch"), stopped ? ", stopped early" : "");
    out += svg_circle(x, y, radius, stopped ? "stopped" : "trial", title);
    if (study.chosen && *study.chosen == trial_name(trial.trial)) {
      out += svg_circle(x, y, radius + 4.0, "chosen-ring", title + "; the chosen policy");
    }
  }
  return out;
}

std::string legend(const StudyRecord& study, const std::vector<Level>& levels, const Metric& metric) {
  int complete = 0, stopped = 0, failed = 0;
  bool ring = false;
  for (const TrialRecord& trial : study.trials) {
    if (!trial.outcome) continue;
    if (!has_value(trial))
      ++failed;
    else if (trial.outcome->ending == Ending::stopped)
      ++stopped;
    else
      ++complete;
    ring = ring || (study.chosen && *study.chosen == trial_name(trial.trial));
  }
  std::string out = "<ul class=\"legend\">";
  const auto add = [&](const std::string& mark, const std::string& text) {
    out += "<li><svg class=\"key\" width=\"22\" height=\"14\" aria-hidden=\"true\">" + mark + "</svg>" +
           escaped(text) + "</li>";
  };
  if (complete > 0) add(svg_circle(50.0, 7.0, 4.0, "trial"), counted(complete, "trial"));
  if (complete > 0) add(svg_line(0.0, 7.0, 100.0, 7.0, "best"), "best so far");
  if (ring) add(svg_circle(50.0, 7.0, 3.0, "trial") + svg_circle(50.0, 7.0, 6.0, "chosen-ring"), "chosen");
  if (stopped > 0) add(svg_circle(50.0, 7.0, 4.0, "stopped"), fmt::format("{} stopped early", stopped));
  if (failed > 0) add(svg_cross(50.0, 7.0, 4.0, "failed"), fmt::format("{} failed", failed));
  for (const Level& level : levels) {
    out += "<li class=\"narrow\"><svg class=\"key\" width=\"22\" height=\"14\" aria-hidden=\"true\">" +
           svg_line(0.0, 7.0, 100.0, 7.0, "level") + "</svg>" +
           escaped(level.name + " " + value_words(metric, level.value)) + "</li>";
  }
  return out + "</ul>";
}

}  // namespace

std::string search_curve_html(const StudyRecord& study) {
  if (std::none_of(study.trials.begin(), study.trials.end(), has_value)) return "";
  const std::vector<Level> levels = baseline_levels(study);
  const double last = static_cast<double>(std::max<std::int64_t>(1, study.trials.back().trial));
  const double margin = std::max(0.5, 0.02 * last);
  const Chart chart{.x = {.low = -margin, .high = last + margin},
                    .y = value_scale(study, levels),
                    .metric = study.data.metric};
  const std::string marks =
      grid(chart) + baseline_lines(levels, chart) + best_so_far(study, chart) + trial_marks(study, chart);
  const std::string drawing =
      svg_drawing(kHeight, "curve",
                  "Validation " + chart.metric.name + " of each trial, in the order of the search", marks);
  return fmt::format(
      "<figure><div class=\"axis-title\">{}</div><div class=\"{}\">{}</div>"
      "<div class=\"axis-title below\">Trial</div>{}</figure>",
      escaped(axis_title(chart.metric, "Validation")), levels.empty() ? "curve-frame" : "curve-frame named",
      drawing, legend(study, levels, chart.metric));
}

}  // namespace variegate
