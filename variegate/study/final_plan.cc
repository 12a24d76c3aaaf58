#include "variegate/study/final_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <type_traits>

#include "variegate/core/error.h"
#include "variegate/policy/lengths.h"
#include "variegate/space/join.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/decision.h"
#include "variegate/study/lineage.h"
#include "variegate/study/statistics.h"

namespace variegate {
namespace {

const std::string kManual = "manual";
const std::string kWithoutBase = " without the base";

int calls(const Node& node);

int calls(const std::vector<Node>& nodes) {
  int count = 0;
  for (const Node& node : nodes) count += calls(node);
  return count;
}

int calls(const Node& node) {
  return std::visit(
      [](const auto& value) {
        using Kind = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Kind, Call>) {
          return 1;
        } else if constexpr (std::is_same_v<Kind, Sequence>) {
          return calls(value.steps);
        } else if constexpr (std::is_same_v<Kind, Choose> || std::is_same_v<Kind, Mix>) {
          return calls(value.options);
        } else if constexpr (std::is_same_v<Kind, Linked>) {
          return static_cast<int>(value.calls.size());
        } else if constexpr (std::is_same_v<Kind, When>) {
          return calls(value.step);
        } else {
          static_assert(std::is_same_v<Kind, Schedule>);
          int count = 0;
          for (const Stretch& stretch : value.stretches) count += calls(stretch.step);
          return count;
        }
      },
      node.value);
}

std::string counted(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string budget_in_words(const StudyRecord& record) {
  const bool population = drive_of(record.options.method) == Drive::population;
  const std::int64_t trained =
      population ? record.options.members : static_cast<std::int64_t>(record.trials.size());
  std::string words = fmt::format("{} of {}", counted(trained, population ? "member" : "trial"),
                                  counted(record.options.epochs, "epoch"));
  if (!record.final_round.empty()) {
    const std::size_t arms = record.final_round.size();
    words += fmt::format(", final round of {} {} with {}", arms, arms == 1 ? "policy" : "policies",
                         counted(static_cast<std::int64_t>(record.final_round.front().seeds.size()), "seed"));
  }
  return words;
}

// The trials trained for the most epochs, for when none was trained for all of them.
std::vector<const TrialRecord*> furthest_trials(const StudyRecord& record) {
  int epochs = 0;
  std::vector<const TrialRecord*> furthest;
  for (const TrialRecord& trial : record.trials) {
    if (!trial.outcome || trial.outcome->ending == Ending::failed || trial.outcome->epochs < epochs) continue;
    if (trial.outcome->epochs > epochs) furthest.clear();
    epochs = trial.outcome->epochs;
    furthest.push_back(&trial);
  }
  return furthest;
}

// A policy file says 0..1, whatever the policies of its study were judged by.
double mean_reward(const ArmRecord& arm, const Metric& metric) {
  double sum = 0.0;
  for (const double value : arm.values) sum += reward_of(metric, value);
  return arm.values.empty() ? 0.0 : sum / static_cast<double>(arm.values.size());
}

Policy with_provenance(Policy policy, const std::string& name, Provenance from, const StudyRecord& record) {
  from.data_digest = record.data.data_digest;
  from.method = record.options.method;
  from.seed = record.options.seed;
  from.budget = budget_in_words(record);
  policy.name = name;
  policy.provenance = std::move(from);
  return policy;
}

// The best few trials as one policy, where the method's source ends so.
std::optional<FinalPlanned::Arm> joined_arm(const StudyRecord& record) {
  const MethodInfo* method = find_search_method(record.options.method);
  if (method == nullptr || method->joins == 0 || record.options.final_policies == 0) return std::nullopt;
  std::vector<Point> points;
  for (const TrialRecord* trial : best_trials(record, method->joins, {})) points.push_back(trial->point);
  if (points.size() < 2) return std::nullopt;
  const std::optional<Policy> policy = joined(record.options.space, points);
  if (!policy) return std::nullopt;
  return FinalPlanned::Arm{
      .name = fmt::format("joined {} best", points.size()), .policy = *policy, .baseline = false};
}

}  // namespace

int calls(const Policy& policy) { return calls(policy.root); }

std::string trial_name(std::int64_t trial) { return fmt::format("trial {}", trial); }

std::vector<const TrialRecord*> best_trials(const StudyRecord& record, int most,
                                            const std::vector<Policy>& known) {
  std::vector<const TrialRecord*> ranked;
  for (const TrialRecord& trial : record.trials) {
    const bool comparable = trial.outcome && trial.outcome->ending == Ending::complete;
    if (comparable && goes_to_the_end(record.options, trial)) ranked.push_back(&trial);
  }
  if (ranked.empty()) ranked = furthest_trials(record);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto* a, const auto* b) { return a->outcome->reward > b->outcome->reward; });
  std::set<std::uint64_t> seen;
  for (const Policy& policy : known) seen.insert(hash(policy));
  std::vector<const TrialRecord*> best;
  for (const TrialRecord* trial : ranked) {
    if (static_cast<int>(best.size()) == most) break;
    if (seen.insert(hash(trial->policy)).second) best.push_back(trial);
  }
  return best;
}

int final_epochs(const StudyOptions& options) {
  if (options.final_epochs > 0) return options.final_epochs;
  // A schedule is for as many epochs as it was found in.
  if (drive_of(options.method) == Drive::population) return options.epochs;
  return static_cast<int>(std::lround(1.5 * options.epochs));
}

bool draws_folds(const StudyRecord& record) {
  constexpr std::size_t kFewPictures = 600;  // fewer tell policies apart badly (study/validation_size.h)
  const std::string& asked = record.options.folds;
  if (asked != "auto") return asked == "on";
  return record.data.validation_drawn && record.data.evaluation_samples < kFewPictures;
}

int final_seeds(const StudyRecord& record) {
  constexpr int kSeeds = 3;
  constexpr int kSeedsWithFolds = 5;
  if (record.options.final_seeds > 0) return record.options.final_seeds;
  return draws_folds(record) ? kSeedsWithFolds : kSeeds;
}

FinalPlanned plan_final_round(const StudyRecord& record) {
  const StudyOptions& options = record.options;
  FinalPlanned plan;
  plan.epochs = final_epochs(options);
  for (int k = 0; k < final_seeds(record); ++k) {
    plan.seeds.push_back(run_seed(options.seed, "final round", static_cast<std::uint64_t>(k)));
  }
  plan.folds = draws_folds(record);
  // With an empty base, "manual" and "none" are the same policy: trained once, as "manual".
  std::vector<Policy> known;
  const auto is_known = [&](const Policy& policy) {
    return std::any_of(known.begin(), known.end(),
                       [&](const Policy& other) { return hash(other) == hash(policy); });
  };
  const bool with_manual =
      std::find(options.baselines.begin(), options.baselines.end(), kManual) != options.baselines.end();
  if (with_manual) known.push_back(arm_policy(kManual, options.space.base));
  for (const std::string& name : options.baselines) {
    const Policy policy = arm_policy(name, options.space.base);
    if (name != kManual && is_known(policy)) continue;
    plan.arms.push_back({.name = name, .policy = policy, .baseline = true});
    known.push_back(policy);
  }
  const std::vector<const TrialRecord*> best = best_trials(record, options.final_policies, known);
  for (const TrialRecord* trial : best) {
    plan.arms.push_back({.name = trial_name(trial->trial), .policy = trial->policy, .baseline = false});
    known.push_back(trial->policy);
  }
  if (const std::optional<FinalPlanned::Arm> arm = joined_arm(record); arm && !is_known(arm->policy)) {
    plan.arms.push_back(*arm);
    known.push_back(arm->policy);
  }
  // Every trial had the base in front. Where it is the base that harms, only an arm without it shows it.
  if (!best.empty() && best.front()->epochs == 0) {
    Space bare = options.space;
    bare.base = {};
    const Policy policy = decode(bare, best.front()->point);
    if (!is_known(policy)) {
      plan.arms.push_back(
          {.name = trial_name(best.front()->trial) + kWithoutBase, .policy = policy, .baseline = false});
    }
  }
  return plan;
}

double final_seconds(std::size_t arms, std::size_t seeds, int epochs, double seconds_per_epoch, int slots) {
  const auto at_once = static_cast<std::size_t>(slots);
  const std::size_t rounds = (arms * seeds + at_once - 1) / at_once;
  return static_cast<double>(rounds) * epochs * seconds_per_epoch;
}

FinalPlanned shrink(FinalPlanned plan, const StudyOptions& options, double seconds, double seconds_per_epoch,
                    int slots) {
  const auto searched = [&] {
    return std::count_if(plan.arms.begin(), plan.arms.end(), [](const auto& arm) { return !arm.baseline; });
  };
  const auto last_to_spare = [&] {
    return std::find_if(plan.arms.rbegin(), plan.arms.rend(),
                        [](const auto& arm) { return arm.baseline && arm.name != kManual; });
  };
  // Half of the epochs rank policies much as all do, a quarter no longer
  // (docs/experiments/epochs-as-proxy.md). A schedule is for as many epochs as it was found in.
  const int least_epochs =
      drive_of(options.method) == Drive::population ? options.epochs : std::max(1, (options.epochs + 1) / 2);
  while (final_seconds(plan.arms.size(), plan.seeds.size(), plan.epochs, seconds_per_epoch, slots) >
         seconds) {
    if (plan.epochs > options.epochs) {
      plan.epochs = options.epochs;
    } else if (plan.seeds.size() > 2) {
      plan.seeds.pop_back();
    } else if (searched() > 1) {
      plan.arms.pop_back();
    } else if (const auto last = last_to_spare(); last != plan.arms.rend()) {
      plan.arms.erase(std::next(last).base());
    } else if (plan.epochs > least_epochs) {
      plan.epochs = std::max(least_epochs, plan.epochs * 9 / 10);
    } else if (plan.seeds.size() > 1) {
      plan.seeds.pop_back();
    } else {
      break;
    }
  }
  return plan;
}

std::string what_was_shortened(const FinalPlanned& whole, const FinalPlanned& plan) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t now, std::size_t before, const char* what) {
    if (now < before) parts.push_back(fmt::format("{} of {} {}", now, before, what));
  };
  add(plan.arms.size(), whole.arms.size(), "policies");
  add(plan.seeds.size(), whole.seeds.size(), "seeds");
  add(static_cast<std::size_t>(plan.epochs), static_cast<std::size_t>(whole.epochs), "epochs");
  return fmt::format("{}", fmt::join(parts, ", "));
}

Chosen choose(const StudyRecord& record) {
  const std::optional<Decision> decision = decide(record);
  if (!decision) {
    throw Error({.where = "final round",
                 .what = "a run of every arm failed",
                 .got = "",
                 .expected = "",
                 .mend = "see the reasons in the log, and start a new study once they are removed"});
  }
  return {.arm = decision->chosen,
          .beats_manual = decision->reference == kManual && decision->chosen != kManual};
}

Policy found_policy(const StudyRecord& record) {
  if (!record.chosen) {
    throw Error({.where = "study",
                 .what = "no policy is chosen yet",
                 .got = "a study that has not ended",
                 .expected = "",
                 .mend = "go on with --resume"});
  }
  const ArmRecord* arm = find_arm(record.final_round, *record.chosen);
  Policy policy;
  Provenance from;
  if (arm != nullptr) {
    policy = arm->policy;
    from.score = mean_reward(*arm, record.data.metric);
  } else {
    const auto trial = std::find_if(record.trials.begin(), record.trials.end(), [&](const auto& candidate) {
      return trial_name(candidate.trial) == *record.chosen;
    });
    if (trial == record.trials.end() || !trial->outcome) {
      throw Error({.where = "study",
                   .what = "the chosen policy is not in the record",
                   .got = *record.chosen,
                   .expected = "an arm of the final round or a trial",
                   .mend = ""});
    }
    policy = trial->policy;
    from.score = trial->outcome->reward;
  }
  // Lengths in pixels are the same augmentation at the size of the search alone.
  if (const ImageShape* picture = first_picture(record.data.fields)) {
    policy = with_shares(policy, picture->width, picture->height);
    from.width = picture->width;
    from.height = picture->height;
    from.channels = picture->channels;
  }
  from.child = record.options.child.model;
  from.source = arm != nullptr && arm->baseline ? "variegate search: baseline" : "variegate search";
  from.created = record.ended;
  return with_provenance(std::move(policy), *record.chosen, std::move(from), record);
}

Policy best_so_far(const StudyRecord& record) {
  const std::vector<const TrialRecord*> best = best_trials(record, 1, {});
  if (best.empty()) {
    throw Error({.where = "study",
                 .what = "no trial has ended well yet",
                 .got = "",
                 .expected = "",
                 .mend = "go on with --resume"});
  }
  Provenance from;
  from.source = "variegate search: best so far";
  from.score = best.front()->outcome->reward;
  return with_provenance(best.front()->policy, trial_name(best.front()->trial), std::move(from), record);
}

}  // namespace variegate
