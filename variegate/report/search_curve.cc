#include "variegate/report/search_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "variegate/report/html.h"
#include "variegate/report/svg.h"
#include "variegate/report/trial_reward.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_round.h"

namespace variegate {
namespace {

constexpr double kHeight = 300.0;   // pixels, of the plot itself
constexpr std::size_t kMany = 150;  // trials from which dots are small

struct Level {
  std::string name;
  double reward = 0.0;
  double label_y = 0.0;
};

struct Chart {
  Scale x;  // trial number -> percent
  Scale y;  // reward -> pixels
};

std::vector<Level> baseline_levels(const StudyRecord& study) {
  std::vector<Level> levels;
  for (const ArmRecord& arm : study.final_round) {
    const double reward = arm_mean(arm);
    if (arm.baseline && std::isfinite(reward)) levels.push_back({arm.name, reward, 0.0});
  }
  std::sort(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.reward > b.reward; });
  return levels;
}

// Finished trials and baselines fill the height. A trial that was stopped early may lie far below: it is
// drawn at the lower edge.
Scale reward_scale(const StudyRecord& study, const std::vector<Level>& levels) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const auto include = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const Level& level : levels) include(level.reward);
  for (const bool stopped : {false, true}) {
    for (const TrialRecord& trial : study.trials) {
      if (has_reward(trial) && (trial.outcome->ending == Ending::stopped) == stopped)
        include(trial.outcome->reward);
    }
    if (high - low > 0.0) break;
  }
  const double margin = std::max(0.08 * (high - low), 0.005);
  return {.low = low - margin, .high = high + margin, .from = kHeight, .to = 0.0};
}

std::string grid(const Chart& chart) {
  std::string out;
  for (const double value : ticks(chart.y.low, chart.y.high, 5)) {
    out += svg_line(0.0, chart.y(value), 100.0, chart.y(value), "grid");
    out += svg_text(0.0, chart.y(value) + 4.0, Anchor::end, "tick", svg_number(100.0 * value), -8.0);
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
    level.label_y = std::max(chart.y(level.reward), free);
    free = level.label_y + kLine;
  }
  for (const Level& level : levels) {
    const std::string text = level.name + " " + percent_text(level.reward);
    const double y = chart.y(level.reward);
    out += svg_line(0.0, y, 100.0, y, "level", "baseline " + text + " (mean of the final round)");
    out += svg_text(100.0, level.label_y + 4.0, Anchor::start, "level-name", text, 8.0);
  }
  return out;
}

std::string best_so_far(const StudyRecord& study, const Chart& chart) {
  std::string out;
  double best = -std::numeric_limits<double>::infinity();
  double since = 0.0;
  for (const TrialRecord& trial : study.trials) {
    if (!has_reward(trial) || trial.outcome->ending != Ending::complete || trial.outcome->reward <= best)
      continue;
    const double x = chart.x(static_cast<double>(trial.trial));
    if (std::isfinite(best)) {
      out += svg_line(since, chart.y(best), x, chart.y(best), "best");
      out += svg_line(x, chart.y(best), x, chart.y(trial.outcome->reward), "best");
    }
    best = trial.outcome->reward;
    since = x;
  }
  if (std::isfinite(best)) {
    out += svg_line(since, chart.y(best), 100.0, chart.y(best), "best", "best so far: " + percent_text(best));
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
    if (!has_reward(trial)) {
      out += svg_cross(x, kHeight - 6.0, 4.0, "failed",
                       fmt::format("trial {} failed: {}", trial.trial, outcome.reason));
      continue;
    }
    const bool stopped = outcome.ending == Ending::stopped;
    const double y = std::min(chart.y(outcome.reward), kHeight - 6.0);
    const std::string title =
        fmt::format("trial {}: {} after {}{}", trial.trial, percent_text(outcome.reward),
                    counted(outcome.epochs, "epoch"), stopped ? ", stopped early" : "");
    out += svg_circle(x, y, radius, stopped ? "stopped" : "trial", title);
    if (study.chosen && *study.chosen == trial_name(trial.trial)) {
      out += svg_circle(x, y, radius + 4.0, "chosen-ring", title + "; the chosen policy");
    }
  }
  return out;
}

std::string legend(const StudyRecord& study, const std::vector<Level>& levels) {
  int complete = 0, stopped = 0, failed = 0;
  bool ring = false;
  for (const TrialRecord& trial : study.trials) {
    if (!trial.outcome) continue;
    if (!has_reward(trial))
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
           escaped(level.name + " " + percent_text(level.reward)) + "</li>";
  }
  return out + "</ul>";
}

}  // namespace

std::string search_curve_html(const StudyRecord& study) {
  if (std::none_of(study.trials.begin(), study.trials.end(), has_reward)) return "";
  const std::vector<Level> levels = baseline_levels(study);
  const double last = static_cast<double>(std::max<std::int64_t>(1, study.trials.back().trial));
  const double margin = std::max(0.5, 0.02 * last);
  const Chart chart{.x = {.low = -margin, .high = last + margin}, .y = reward_scale(study, levels)};
  const std::string marks =
      grid(chart) + baseline_lines(levels, chart) + best_so_far(study, chart) + trial_marks(study, chart);
  const std::string drawing =
      svg_drawing(kHeight, "curve", "Validation accuracy of each trial, in the order of the search", marks);
  return fmt::format(
      "<figure><div class=\"axis-title\">Validation accuracy, %</div><div class=\"{}\">{}</div>"
      "<div class=\"axis-title below\">Trial</div>{}</figure>",
      levels.empty() ? "curve-frame" : "curve-frame named", drawing, legend(study, levels));
}

}  // namespace variegate
