#include "variegate/study/ask_tell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/study/arms.h"
#include "variegate/study/begin.h"
#include "variegate/study/lineage.h"
#include "variegate/trial/protocol.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(std::int64_t trial, const std::string& what, const std::string& got,
                         const std::string& expected) {
  throw Error(
      {.where = fmt::format("trial {}", trial), .what = what, .got = got, .expected = expected, .mend = ""},
      ErrorKind::usage);
}

std::int64_t trial_of(const RunEvent& event) {
  return std::visit([](const auto& told) { return told.trial; }, event);
}

void require_reward(std::int64_t trial, double reward, const Metric& metric) {
  if (!std::isfinite(reward)) {
    refuse(trial, "its reward is not a number", fmt::format("{}", reward),
           "a finite one; a run without a reward has failed");
  }
  if (metric.share && (reward < 0.0 || reward > 1.0))
    refuse(trial, fmt::format("its {} is out of range", metric.name), fmt::format("{}", reward), "0 .. 1");
}

}  // namespace

AskTell::AskTell(const StudyOptions& options, StudyLog& log, const std::string& checkpoint_folder,
                 const SearcherFactory& factory)
    : options_(options),
      log_(log),
      rule_(early_stop_rule(drive_of(options.method) == Drive::population ? "none" : options.early_stop)) {
  begin_study(options, log);
  const bool population = drive_of(options.method) == Drive::population;
  if (population) stretches_.emplace(options.members, options.epochs, checkpoint_folder);
  searcher_ = factory(options.method, options.space,
                      {.seed = options.seed,
                       .trials = log.state().planned_trials,
                       .members = options.members,
                       .epochs = options.epochs,
                       .settings = options.settings});
  repeat_proposals();
}

// Brings the method to where it was: the same questions, and before each the same answers.
void AskTell::repeat_proposals() {
  for (const TrialRecord& trial : trials()) {
    const Proposal recorded{trial.point, {trial.from, trial.epochs}};
    if (propose(trial.trial) != recorded) {
      const std::string& version = log_.state().versions[static_cast<std::size_t>(trial.trial)];
      throw Error({.where = log_.name(),
                   .what = fmt::format("method {} no longer proposes what it proposed for trial {}",
                                       options_.method, trial.trial),
                   .got = "",
                   .expected = fmt::format("{} of variegate, which proposed it", version_words(version)),
                   .mend = "resume with that version, or start a new study in another folder"});
    }
    if (!trial.outcome) unfinished_.push_back(trial.trial);
  }
}

// How many outcomes the method knows when it proposes a trial.
std::int64_t AskTell::known_to(std::int64_t trial) const {
  return searcher_->known_before(trial, options_.lookahead);
}

std::optional<Proposal> AskTell::propose(std::int64_t trial) {
  for (; observed_ < known_to(trial); ++observed_)
    searcher_->observe(*trials()[static_cast<std::size_t>(observed_)].outcome);
  return searcher_->propose(trial);
}

std::optional<RunRequest> AskTell::ask() {
  if (!unfinished_.empty()) {
    const std::int64_t trial = unfinished_.front();
    unfinished_.pop_front();
    return start(trial);
  }
  if (reached_limit()) close("trials");
  if (!proposes()) return std::nullopt;
  const auto trial = static_cast<std::int64_t>(trials().size());
  for (std::int64_t before = observed_; before < known_to(trial); ++before) {
    if (!trials()[static_cast<std::size_t>(before)].outcome) return std::nullopt;
  }
  const std::optional<Proposal> proposal = propose(trial);
  if (!proposal) {
    close("exhausted");
    return std::nullopt;
  }
  log_.record(proposed(log_.state(), trial, *proposal));
  return start(trial);
}

RunRequest AskTell::start(std::int64_t trial) {
  const TrialRecord& record = trials()[static_cast<std::size_t>(trial)];
  running_.insert(trial);
  RunRequest run;
  run.trial = trial;
  run.train().policy = record.policy;
  run.train().epochs = options_.epochs;
  run.seed = run_seed(options_.seed, "trial", 0);
  if (stretches_) stretches_->make_stretch(trials(), record, options_.seed, run);
  run.train().report_epochs = report_epochs(rule_, trial, run.train().epochs);
  return run;
}

int AskTell::last_epoch(const TrialRecord& trial) const {
  return trial.epochs > 0 ? trial.epochs : options_.epochs;
}

const TrialRecord& AskTell::under_way(std::int64_t trial) const {
  const auto count = static_cast<std::int64_t>(trials().size());
  if (trial < 0 || trial >= count)
    refuse(trial, "has not been asked for", "",
           count == 0 ? "one that ask() gave: none so far" : fmt::format("0 .. {}", count - 1));
  const TrialRecord& record = trials()[static_cast<std::size_t>(trial)];
  if (record.outcome) refuse(trial, "has been told the end of already", "", "one that is under way");
  if (!running_.contains(trial))
    refuse(trial, "was left unfinished by an earlier session and has not been asked for again", "",
           "one that ask() gave in this session");
  return record;
}

void AskTell::check_told(const RunEvent& event, const TrialRecord& trial) const {
  const std::int64_t number = trial.trial;
  const int last = last_epoch(trial);
  const auto at_most = [&](int epochs) {
    if (epochs > last)
      refuse(number, "has more epochs than its run", std::to_string(epochs), fmt::format("at most {}", last));
  };
  if (const auto* report = std::get_if<Report>(&event)) {
    require_reward(number, report->value, log_.known().data.metric);
    at_most(report->epoch);
    from_worker(line_of(*report), fmt::format("trial {}", number));  // what the log could not give back
  }
  if (const auto* done = std::get_if<Done>(&event)) {
    require_reward(number, done->value, log_.known().data.metric);
    at_most(done->epochs);
    if (!done->stopped && done->epochs != last)
      refuse(number, "has ended too early for a run that was not stopped",
             fmt::format("{} epochs", done->epochs), std::to_string(last));
    from_worker(line_of(*done), fmt::format("trial {}", number));
  }
}

void AskTell::tell(const RunEvent& event) {
  const std::int64_t trial = trial_of(event);
  check_told(event, under_way(trial));
  if (std::holds_alternative<EpochEnded>(event)) return;
  log_.record(TrialTold{event});
  if (!trials()[static_cast<std::size_t>(trial)].outcome) return;
  running_.erase(trial);
  if (stretches_) stretches_->remove_old(trials());
}

bool AskTell::goes_on(const Report& report) const {
  under_way(report.trial);
  if (stretches_ || report.epoch >= options_.epochs) return true;
  Race race;
  race.own = log_.state().curves[static_cast<std::size_t>(report.trial)];
  race.validation_images = log_.known().data.evaluation_samples;
  for (std::int64_t other = 0; other < known_to(report.trial); ++other) {
    const Outcome& outcome = *trials()[static_cast<std::size_t>(other)].outcome;
    const bool compared = bracket_of(rule_, other) == bracket_of(rule_, report.trial);
    if (compared && outcome.ending != Ending::failed) race.others.push_back(outcome.curve);
  }
  return !rule_.hopeless(race);
}

void AskTell::close(const std::string& why) {
  if (why_ended_.empty()) why_ended_ = why;
}

// A population has no limit of this kind: nothing is found before its members are at their end.
bool AskTell::reached_limit() const {
  return !stretches_ && options_.trials > 0 && static_cast<std::int64_t>(trials().size()) >= options_.trials;
}

bool AskTell::proposes() const {
  return unfinished_.empty() && why_ended_.empty() && !log_.state().search_ended && !reached_limit();
}

std::string AskTell::why_ended() const {
  if (!why_ended_.empty()) return why_ended_;
  return reached_limit() ? "trials" : "";
}

bool AskTell::ended() const {
  return unfinished_.empty() && running_.empty() && (log_.state().search_ended || !why_ended().empty());
}

void AskTell::finish() {
  if (log_.state().search_ended) return;
  if (!ended()) {
    throw Error({.where = log_.name(),
                 .what = "the search has not ended",
                 .got = fmt::format("{} trials under way", running_.size() + unfinished_.size()),
                 .expected = "none, and nothing left to ask for",
                 .mend = ""},
                ErrorKind::usage);
  }
  log_.record(SearchEnded{why_ended()});
}

}  // namespace variegate
