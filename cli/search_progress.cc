#include "cli/search_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_round.h"
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

// Of a population, whose trials are stretches: as many as would have taken as long.
std::int64_t ended_trials(const StudyRecord& record) {
  if (is_population(record.options.method)) {
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
  const bool population = is_population(record.options.method);
  bar_ = std::make_unique<Progress>(population ? "population" : "search", record.options.trials, shown_);
  bar_->line(
      fmt::format("{} images to train on, {} to validate on, {} classes; child {} with {} parameters, {}",
                  record.data.train_images, record.data.evaluation_images, record.data.class_names.size(),
                  record.options.child.model, record.data.parameters, record.data.precision));
  const std::string warning = small_validation_warning(record.data.evaluation_images);
  if (!warning.empty())
    bar_->line("warning: " + warning + " (--validation-size, or more pictures by --validation)" +
               (draws_folds(record) ? "; the final round draws others for every seed (--folds)" : ""));
  if (!population && jobs_ > record.options.lookahead + 1) {
    bar_->line(fmt::format(
        "the search uses {} of {} workers (their number must not change its result); --lookahead {} "
        "would use all",
        record.options.lookahead + 1, jobs_, jobs_ - 1));
  }
  if (record.data.skipped > 0)
    bar_->line(fmt::format("{} files that cannot be read were skipped", record.data.skipped));
  if (ended_trials(record) > 0) bar_->line(fmt::format("resumed after {} trials", ended_trials(record)));
  search(now);
}

void SearchProgress::search(const StudyProgress& now) {
  std::string text =
      fmt::format("best {} · waiting for data {:.0f} %", percent(best_reward(now.record)), 100 * waiting_);
  if (now.left) text += " · " + duration_text(*now.left) + " left with the final round";
  bar_->update(ended_trials(now.record), text);
}

void SearchProgress::trial_ended(const StudyProgress& now, const TrialRecord& trial) {
  const Outcome& outcome = *trial.outcome;
  if (outcome.ending == Ending::failed)
    bar_->line(fmt::format("trial {} failed: {}", trial.trial, outcome.reason));
  if (outcome.ending == Ending::complete && goes_to_the_end(now.record.options, trial) &&
      outcome.reward >= best_reward(now.record)) {
    bar_->line(fmt::format("trial {}: {} is the best so far", trial.trial, percent(outcome.reward)));
  }
  search(now);
}

void SearchProgress::final_planned(const StudyProgress& now, int epochs) {
  const StudyRecord& record = now.record;
  const std::size_t seeds = record.final_round.empty() ? 0 : record.final_round[0].seeds.size();
  bar_ = std::make_unique<Progress>("final round",
                                    static_cast<std::int64_t>(record.final_round.size() * seeds), shown_);
  bar_->line(fmt::format("final round: {} policies, {} fresh seeds each, {} epochs",
                         record.final_round.size(), seeds, epochs));
  final_ended(now);
}

void SearchProgress::final_ended(const StudyProgress& now) {
  std::size_t done = 0;
  for (const ArmRecord& arm : now.record.final_round) done += finite_accuracies(arm).size();
  bar_->update(static_cast<std::int64_t>(done), now.left ? duration_text(*now.left) + " left" : "");
}

}  // namespace variegate::cli
