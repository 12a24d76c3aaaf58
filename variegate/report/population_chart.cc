#include "variegate/report/population_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "variegate/policy/shares.h"
#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/svg.h"
#include "variegate/report/trial_value.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/lineage.h"

namespace variegate {
namespace {

constexpr double kTreeHeight = 300.0;  // pixels, of the tree
constexpr double kRow = 26.0;          // pixels, of an operation's bars

const TrialRecord* shown_member(const StudyRecord& study) {
  for (const TrialRecord& trial : study.trials) {
    if (study.chosen && *study.chosen == trial_name(trial.trial)) return &trial;
  }
  const std::vector<const TrialRecord*> best = best_trials(study, 1, {});
  return best.empty() ? nullptr : best.front();
}

struct Tree {
  Scale x;  // epoch -> percent
  Scale y;  // value of the metric -> pixels
  Metric metric;
};

Tree tree_of(const StudyRecord& study) {
  const Metric& metric = study.data.metric;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const TrialRecord& trial : study.trials) {
    if (!has_value(trial)) continue;
    low = std::min(low, trial_value(study, trial));
    high = std::max(high, trial_value(study, trial));
  }
  const double margin =
      std::max(0.05 * (high - low), metric.share ? 0.005 : std::max(1e-3 * std::abs(high), 1e-9));
  return {.x = {.low = 0.0, .high = static_cast<double>(study.options.epochs)},
          .y = {.low = low - margin, .high = high + margin, .from = kTreeHeight, .to = 0.0},
          .metric = metric};
}

std::string tree_grid(const Tree& tree) {
  std::string out;
  for (const double value : ticks(tree.y.low, tree.y.high, 5)) {
    out += svg_line(0.0, tree.y(value), 100.0, tree.y(value), "grid");
    out += svg_text(0.0, tree.y(value) + 4.0, Anchor::end, "tick", tick_words(axis_unit(tree.metric) * value),
                    -8.0);
  }
  for (const double value : ticks(tree.x.low, tree.x.high, 8))
    out += svg_text(tree.x(value), kTreeHeight + 20.0, Anchor::middle, "tick", svg_number(value));
  return out;
}

std::string interval_title(const TrialRecord& trial, const std::string& value) {
  const std::string from =
      trial.from ? fmt::format(", went on from trial {}", *trial.from) : ", from fresh weights";
  return fmt::format("trial {}: {} after {}{}", trial.trial, value, counted(trial.epochs, "epoch"), from);
}

// One interval, and whether it is the shown member's.
std::string interval(const StudyRecord& study, const TrialRecord& trial, const Tree& tree, bool shown) {
  const double x = tree.x(trial.epochs);
  if (!has_value(trial))
    return svg_cross(x, kTreeHeight - 6.0, 4.0, "failed",
                     fmt::format("trial {} failed: {}", trial.trial, trial.outcome->reason));
  const double value = trial_value(study, trial);
  const double y = tree.y(value);
  const std::string title = interval_title(trial, value_words(tree.metric, value));
  std::string out;
  if (trial.from) {
    const TrialRecord& behind = study.trials[static_cast<std::size_t>(*trial.from)];
    if (has_value(behind)) {
      out += svg_line(tree.x(behind.epochs), tree.y(trial_value(study, behind)), x, y,
                      shown ? "best" : "branch", title);
    }
  }
  return out + svg_circle(x, y, shown ? 3.5 : 2.0, shown ? "trial" : "leaf", title);
}

// Shares of the base are taken away: an operation that it has as well is shown where it does more.
std::map<std::string, double> shares_of(const Node& step) {
  Policy policy;
  policy.root = step;
  std::map<std::string, double> shares;
  for (const OpShare& share : op_shares(policy)) shares[share.name()] = share.share;
  return shares;
}

}  // namespace

std::string lineages_html(const StudyRecord& study) {
  if (std::none_of(study.trials.begin(), study.trials.end(), has_value)) return "";
  const Tree tree = tree_of(study);
  std::set<std::int64_t> shown;
  if (const TrialRecord* member = shown_member(study)) {
    for (const std::int64_t trial : lineage(study.trials, member->trial)) shown.insert(trial);
  }
  std::string marks = tree_grid(tree);
  for (const bool of_the_shown : {false, true}) {  // those on top
    for (const TrialRecord& trial : study.trials) {
      if (trial.outcome && trial.epochs > 0 && shown.contains(trial.trial) == of_the_shown)
        marks += interval(study, trial, tree, of_the_shown);
    }
  }
  return "<figure><div class=\"axis-title\">" + escaped(axis_title(tree.metric, "Validation")) +
         "</div><div class=\"curve-frame\">" +
         svg_drawing(kTreeHeight, "curve",
                     "Validation " + tree.metric.name +
                         " of every member after each interval, joined with the interval whose weights it "
                         "went on with",
                     marks) +
         "</div><div class=\"axis-title below\">Epoch</div>"
         "<p class=\"note\">Each line is one member over one interval, and begins where the weights it went "
         "on "
         "with were. The strong line is the lineage of the policy shown.</p></figure>";
}

std::string schedule_html(const StudyRecord& study) {
  const TrialRecord* member = shown_member(study);
  if (member == nullptr) return "";
  const auto* schedule = std::get_if<Schedule>(&member->policy.root.value);
  if (schedule == nullptr) return "";
  const std::map<std::string, double> base = shares_of(study.options.space.base.root);
  std::vector<std::map<std::string, double>> stretches;
  std::map<std::string, double> total;
  double epochs = 0.0;
  for (const Stretch& stretch : schedule->stretches) {
    stretches.push_back(shares_of(stretch.step.front()));
    epochs += stretch.epochs;
    for (const auto& [op, share] : stretches.back()) {
      const auto always = base.find(op);
      if (always == base.end() || share > always->second + 1e-6) total[op] += share * stretch.epochs;
    }
  }
  std::vector<std::pair<double, std::string>> rows;
  for (const auto& [op, share] : total) rows.emplace_back(share / epochs, op);
  std::sort(rows.rbegin(), rows.rend());
  if (rows.empty()) return "";

  std::string html = fmt::format(
      "<table class=\"schedule\"><caption>Share of the samples that each operation is applied to, over the "
      "{} of the schedule (a full bar: half of the samples or more)</caption><thead><tr><th "
      "scope=\"col\">Operation</th><th scope=\"col\">Epochs 1 to {}</th><th scope=\"col\" "
      "class=\"number\">Mean</th></tr></thead><tbody>",
      counted(static_cast<std::int64_t>(epochs), "epoch"), static_cast<std::int64_t>(epochs));
  const Scale x{.low = 0.0, .high = epochs};
  constexpr double kFull = 0.5;
  for (const auto& [mean, op] : rows) {
    std::string bars = svg_line(0.0, kRow - 2.0, 100.0, kRow - 2.0, "grid");
    double begin = 0.0;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const double end = begin + schedule->stretches[i].epochs;
      const auto found = stretches[i].find(op);
      const double share = found == stretches[i].end() ? 0.0 : found->second;
      const double height = (kRow - 4.0) * std::min(1.0, share / kFull);
      if (share > 0.0) {
        bars +=
            svg_bar(x(begin), x(end), kRow - 2.0 - height, height, "bar",
                    fmt::format("{}, epochs {:.0f} to {:.0f}: {}", op, begin + 1, end, percent_text(share)));
      }
      begin = end;
    }
    html += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"chart\">{}</td><td class=\"number\">{}</td></tr>",
        escaped(op), svg_drawing(kRow, "bars", "", bars), percent_text(mean));
  }
  return html + "</tbody></table>";
}

}  // namespace variegate
