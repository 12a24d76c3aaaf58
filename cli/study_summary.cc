#include "cli/study_summary.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/text.h"
#include "variegate/core/json.h"
#include "variegate/policy/words.h"
#include "variegate/report/importance.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_round.h"

namespace variegate::cli {
namespace {

std::string verdict(const StudyRecord& record) {
  const ArmRecord* chosen = find_arm(record.final_round, *record.chosen);
  const ArmRecord* manual = find_arm(record.final_round, "manual");
  if (chosen == nullptr) return fmt::format("chosen: {}, without a final round", *record.chosen);
  if (manual == nullptr) return fmt::format("chosen: {} with {}", chosen->name, percent(arm_mean(*chosen)));
  if (!record.beats_manual) {
    return fmt::format("nothing beats the manual baseline ({}): policy.json is that baseline",
                       percent(arm_mean(*manual)));
  }
  return fmt::format("chosen: {}{} with {}, {:+.1f} points over manual",
                     chosen->baseline ? "the baseline " : "", chosen->name, percent(arm_mean(*chosen)),
                     100.0 * (arm_mean(*chosen) - arm_mean(*manual)));
}

}  // namespace

Json summary_json(const StudyRecord& record, const std::string& policy, const std::string& report) {
  Json arms = Json::array();
  for (const ArmRecord& arm : record.final_round) {
    arms.push_back(
        {{"name", arm.name}, {"mean", arm_mean(arm)}, {"seeds", arm.accuracies}, {"seconds", arm.seconds}});
  }
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
          {"chosen", record.chosen ? Json(*record.chosen) : Json()},
          {"beats_manual", record.beats_manual},
          {"operations", operations},
          {"trials", record.trials.size()},
          {"final_round", arms},
          {"shortened", record.shortened},
          {"seconds", record.seconds},
          {"worker_seconds", record.worker_seconds}};
}

void print_summary(const StudyRecord& record, const std::string& policy, const std::string& report) {
  fmt::print("{} trials in {}\n", record.trials.size(), duration_text(record.seconds));
  for (const ArmRecord& arm : record.final_round)
    fmt::print("  {:<18} {}\n", arm.name, percent(arm_mean(arm)));
  if (!record.shortened.empty()) fmt::print("the budget left the final round {}\n", record.shortened);
  fmt::print("{}\n\n{}\npolicy: {}\nreport: {}\n", verdict(record), in_words(found_policy(record)), policy,
             report);
}

}  // namespace variegate::cli
