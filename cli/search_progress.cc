#include "cli/search_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/text.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/lineage.h"
#include "variegate/study/validation_size.h"

namespace variegate::cli {
namespace {

double best_reward(const StudyRecord& record) {
  double best = 0.0;
  for (const TrialRecord& trial : record.trials) {
    if (trial.outcome && trial.outcome->ending == Ending::complete)
      best = std::max(best, trial.outcome->reward);
  }
  return best;
}

std::string judged(const StudyRecord& record, double reward) {
  const Metric& metric = record.data.metric;
  return metric == Metric{} ? percent(reward) : metric.name + " " + reward_text(metric, reward);
}

// "best 51.2 ± 1.9 %": the 95 % interval that the number of validation images leaves to an accuracy. Of any
// other metric "best loss 0.7412".
std::string best_in_words(const StudyRecord& record) {
  const double best = best_reward(record);
  if (best == 0.0) return "";
  if (record.data.metric != Metric{}) return "best " + judged(record, best);
  const auto images = static_cast<double>(std::max<std::size_t>(1, record.data.evaluation_samples));
  const double margin = 1.96 * std::sqrt(best * (1.0 - best) / images);
  return fmt::format("best {:.1f} ± {:.1f} %", 100.0 * best, 100.0 * margin);
}

// The trials of a population are stretches, so they are counted as the whole trials that would have taken as
// long.
std::int64_t ended_trials(const StudyRecord& record) {
  if (drive_of(record.options.method) == Drive::population) {
    std::int64_t epochs = 0;
    for (const TrialRecord& trial : record.trials) epochs += epochs_trained(record.trials, trial);
    return epochs / record.options.epochs;
  }
  return std::count_if(record.trials.begin(), record.trials.end(),
                       [](const TrialRecord& t) { return t.outcome.has_value(); });
}

}  // namespace

StudyObserver SearchProgress::observer() {
  StudyObserver observer;
  observer.opened = [this](const StudyProgress& now) { opened(now); };
  observer.trial_epoch = [this](const StudyProgress& now, const EpochEnded& epoch) {
    latest_ = epoch;
    search(now);
  };
  observer.trial_reported = [this](const StudyProgress& now, const Report& report) {
    waiting_ = report.waiting;
    search(now);
  };
  observer.trial_ended = [this](const StudyProgress& now, const TrialRecord& trial) {
    trial_ended(now, trial);
  };
  observer.search_ended = [this](const StudyProgress& now, const std::string&) {
    search(now);
    bar_->finish();
  };
  observer.final_planned = [this](const StudyProgress& now, int epochs) { final_planned(now, epochs); };
  observer.final_ended = [this](const StudyProgress& now, const ArmRecord&, std::size_t) {
    final_ended(now);
  };
  observer.final_epoch = [this](const StudyProgress& now, const ArmRecord& arm, const EpochEnded& epoch) {
    latest_ = epoch;
    arm_ = arm.name;
    final_ended(now);
  };
  observer.final_cut = [this](const StudyProgress& now) { final_cut(now); };
  observer.worker_lost = [this](const StudyProgress&, const std::string& reason) {
    bar_->line("a worker died and is replaced: " + reason);
  };
  return observer;
}

void SearchProgress::finish() {
  if (bar_) bar_->finish();
}

void SearchProgress::opened(const StudyProgress& now) {
  const StudyRecord& record = now.record;
  const bool population = drive_of(record.options.method) == Drive::population;
  bar_ = std::make_unique<Progress>(population ? "population" : "search", now.trials, shown_, stderr,
                                    population ? "members" : "trials");
  bar_->line(
      fmt::format("{} images to train on, {} to validate on, {} classes; child {} with {} parameters, {}",
                  record.data.train_samples, record.data.evaluation_samples, record.data.class_names.size(),
                  record.options.child.model, record.data.parameters, record.data.precision));
  // How much chance a number of pictures leaves is known of the accuracy alone.
  const bool known = record.data.metric == Metric{};
  const std::string warning = known ? small_validation_warning(record.data.evaluation_samples) : "";
  if (!warning.empty())
    bar_->line("warning: " + warning + " (--validation-size, or more pictures by --validation)" +
               (draws_folds(record) ? "; the final round draws others for every seed (--folds)" : ""));
  if (!population && jobs_ > record.options.lookahead + 1) {
    bar_->line(fmt::format(
        "the search uses {} of {} workers (their number must not change its result); --lookahead {} "
        "would use all",
        record.options.lookahead + 1, jobs_, jobs_ - 1));
  }
  for (const std::string& notice : record.data.notices) bar_->line(notice);
  if (record.data.skipped > 0)
    bar_->line(fmt::format("{} files that cannot be read were skipped", record.data.skipped));
  if (ended_trials(record) > 0) bar_->line(fmt::format("resumed after {} trials", ended_trials(record)));
  search(now);
}

void SearchProgress::search(const StudyProgress& now) {
  const StudyRecord& record = now.record;
  std::string text = best_in_words(record);
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
  if (latest_.epoch > 0)
    add(fmt::format("trial {}, epoch {}/{}", latest_.trial, latest_.epoch, record.options.epochs));
  constexpr double kMuch = 0.2;  // then augmentation, not training, sets the pace
  if (waiting_ >= kMuch) add(fmt::format("waiting for data {:.0f} %", 100 * waiting_));
  const StudyOptions& options = record.options;
  const bool population = drive_of(options.method) == Drive::population;
  bar_->expect(now.trials, (population ? options.members : options.trials) != now.trials, now.left);
  bar_->update(ended_trials(record), text);
}

void SearchProgress::trial_ended(const StudyProgress& now, const TrialRecord& trial) {
  const Outcome& outcome = *trial.outcome;
  if (outcome.ending == Ending::failed)
    bar_->line(fmt::format("trial {} failed: {}", trial.trial, outcome.reason));
  if (outcome.ending == Ending::complete && goes_to_the_end(now.record.options, trial) &&
      outcome.reward >= best_reward(now.record)) {
    bar_->line(
        fmt::format("trial {}: {} is the best so far", trial.trial, judged(now.record, outcome.reward)));
  }
  search(now);
}

void SearchProgress::final_planned(const StudyProgress& now, int epochs) {
  const StudyRecord& record = now.record;
  const std::size_t seeds = record.final_round.empty() ? 0 : record.final_round[0].seeds.size();
  bar_ = std::make_unique<Progress>(
      "final round", static_cast<std::int64_t>(record.final_round.size() * seeds), shown_, stderr, "runs");
  epochs_ = epochs;
  latest_ = {};
  bar_->line(fmt::format("final round: {} policies, {} fresh seed{} each, {} epochs",
                         record.final_round.size(), seeds, seeds == 1 ? "" : "s", epochs));
  if (!record.shortened.empty())
    bar_->line(fmt::format("the budget leaves the final round {}", record.shortened));
  final_ended(now);
}

void SearchProgress::final_ended(const StudyProgress& now) {
  std::size_t done = 0;
  std::size_t runs = 0;
  for (const ArmRecord& arm : now.record.final_round) {
    done += finite_values(arm).size();
    runs += arm.seeds.size();
  }
  bar_->expect(static_cast<std::int64_t>(runs), false, now.left);
  bar_->update(static_cast<std::int64_t>(done),
               latest_.epoch > 0 ? fmt::format("{}, epoch {}/{}", arm_, latest_.epoch, epochs_) : "");
}

void SearchProgress::final_cut(const StudyProgress& now) {
  bar_->line(
      fmt::format("the budget is spent: the final round compares what was done ({})", now.record.shortened));
  final_ended(now);
}

}  // namespace variegate::cli
