#include "cli/study_summary.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/text.h"
#include "variegate/core/duration.h"
#include "variegate/core/json.h"
#include "variegate/policy/words.h"
#include "variegate/report/finding.h"
#include "variegate/report/importance.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/validation_size.h"

namespace variegate::cli {
namespace {

Json decision_json(const Decision& decision, double confidence) {
  Json arms = Json::array();
  for (const ArmVerdict& arm : decision.arms) {
    const bool interval = decision.has_intervals();
    arms.push_back({{"name", arm.arm},
                    {"observed", arm.observed},
                    {"gain", arm.gain},
                    {"low", interval ? Json(arm.low) : Json()},
                    {"high", interval ? Json(arm.high) : Json()},
                    {"better", arm.better}});
  }
  return {{"reference", decision.reference},
          {"confidence", confidence},
          {"arms", std::move(arms)},
          {"seeds", decision.seeds},
          {"validation_pictures", decision.pictures},
          {"standard_error", decision.error},
          {"spread_of_policies", decision.spread},
          {"warning", small_validation_warning(decision)}};
}

// "+1.2" (points) of a share, "-0.0312" of any other metric.
std::string difference(const Metric& metric, double value) {
  return metric.share ? fmt::format("{:+.1f}", 100.0 * value) : difference_text(metric, value);
}

void print_arm(const Metric& metric, const ArmRecord& arm, const Decision* decision) {
  const double value = arm_mean(arm);
  std::string line =
      fmt::format("  {:<18} {:>7}", arm.name, metric.share ? percent(value) : value_text(metric, value));
  const ArmVerdict* verdict = decision == nullptr ? nullptr : decision->find(arm.name);
  if (verdict != nullptr) {
    line += fmt::format("   expected over {} {} {}", decision->reference, difference(metric, verdict->gain),
                        metric.share ? "points" : "in " + metric.name);
    if (decision->has_intervals())
      line += fmt::format(" [{}, {}]", difference(metric, verdict->low), difference(metric, verdict->high));
    line += fmt::format(", better with {:.0f} %", 100.0 * verdict->better);
  }
  fmt::print("{}\n", line);
}

}  // namespace

Json summary_json(const StudyRecord& record, const std::string& policy, const std::string& report) {
  Json arms = Json::array();
  for (const ArmRecord& arm : record.final_round) {
    arms.push_back(
        {{"name", arm.name}, {"mean", arm_mean(arm)}, {"seeds", arm.values}, {"seconds", arm.seconds}});
  }
  const std::optional<Decision> decision = record.chosen ? decide(record) : std::nullopt;
  Json operations = Json::array();
  for (const OpImportance& op : op_importance(record)) {
    operations.push_back({{"op", op.op},
                          {"effect", op.effect},
                          {"uncertainty", op.uncertainty},
                          {"share", op.share},
                          {"range", op.range}});
  }
  return {{"policy", policy},
          {"report", report},
          {"metric", to_json(record.data.metric)},
          {"chosen", record.chosen ? Json(*record.chosen) : Json()},
          {"beats_manual", record.beats_manual},
          {"finding", find_out(record, nullptr).headline},
          {"decision", decision ? decision_json(*decision, record.options.confidence) : Json()},
          {"operations", operations},
          {"operations_unknown", importance_unknown(record)},
          {"trials", record.trials.size()},
          {"final_round", arms},
          {"shortened", record.shortened},
          {"seconds", record.seconds},
          {"worker_seconds", record.worker_seconds}};
}

void print_summary(const StudyRecord& record, const std::string& path, const std::string& report) {
  fmt::print("{} trials in {}\n", record.trials.size(), duration_text(record.seconds));
  const Finding finding = find_out(record, nullptr);
  const Decision* decision = finding.decision ? &*finding.decision : nullptr;
  for (const ArmRecord& arm : record.final_round) print_arm(record.data.metric, arm, decision);
  if (!record.shortened.empty()) fmt::print("the budget left the final round {}\n", record.shortened);
  if (decision != nullptr) {
    if (const std::string warning = small_validation_warning(*decision); !warning.empty())
      fmt::print("warning: {}\n", warning);
  }
  const Policy policy = found_policy(record);
  fmt::print("{}\npolicy.json is {}\n\n{}\npolicy: {}\nreport: {}\n", finding.headline, policy.name,
             in_words(policy), path, report);
}

}  // namespace variegate::cli
