#include "variegate/study/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "variegate/core/error.h"
#include "variegate/store/utc.h"
#include "variegate/study/final_cut.h"
#include "variegate/study/lineage.h"

namespace variegate {
namespace {

// The policy with the base, and as a schedule where the trial continues from the weights of another.
Policy policy_of(const Proposal& proposal, const StudyRecord& record) {
  const Policy policy = decode(record.options.space, proposal.point);
  const auto& [from, epochs] = proposal.course;
  if (epochs == 0) return policy;
  return scheduled(from ? &record.trials[static_cast<std::size_t>(*from)] : nullptr, policy, epochs);
}

class Replay {
 public:
  Replay(StudyState& state, const Event& stored, const std::string& log)
      : state_(state), stored_(stored), log_(log) {}

  void operator()(const StudyStarted& event) {
    require(!state_.started);
    state_.started = true;
    state_.record.options = event.options;
    state_.planned_trials = event.options.trials;
    state_.from_folder = event.from_folder;
  }

  void operator()(const DataMoved& event) {
    require(state_.started);
    DataSpec& data = state_.record.options.data;
    data.train = event.paths.train;
    data.validation = event.paths.validation;
    data.test = event.paths.test;
    state_.from_folder = event.from_folder;
  }

  void operator()(const LimitsChanged& event) {
    state_.record.options.trials = event.trials;
    state_.record.options.budget_seconds = event.budget_seconds;
  }

  void operator()(const SessionStarted& event) {
    state_.version = event.version;
    state_.earlier_seconds = state_.record.seconds + event.seconds_before;
    state_.session_start = stored_.time;
  }

  void operator()(const SessionEnded&) {}

  void operator()(const Opened& event) {
    state_.opened = true;
    state_.record.data = event.ready;
  }

  void operator()(const Proposed& event) {
    require(event.trial == static_cast<std::int64_t>(state_.record.trials.size()));
    TrialRecord trial;
    trial.trial = event.trial;
    trial.point = event.point;
    trial.from = event.course.from;
    trial.epochs = event.course.epochs;
    if (trial.from) {
      const TrialRecord& behind = state_.record.trials[static_cast<std::size_t>(*trial.from)];
      require(behind.epochs > 0 && behind.epochs < trial.epochs);
    }
    trial.policy = policy_of({event.point, event.course}, state_.record);
    if (event.policy && *event.policy != hash(trial.policy)) refuse_policy(*event.policy, hash(trial.policy));
    state_.record.trials.push_back(std::move(trial));
    state_.versions.push_back(state_.version);
    state_.curves.emplace_back();
    state_.losses.push_back(0);
  }

  void operator()(const TrialTold& event) {
    const std::size_t trial = number(event.event, state_.record.trials.size());
    require(!state_.record.trials[trial].outcome);
    std::visit([&](const auto& told) { trial_told(trial, told); }, event.event);
  }

  void operator()(const SearchEnded&) { state_.search_ended = true; }

  void operator()(const FinalPlanned& event) {
    require(state_.record.final_round.empty());
    state_.final_epochs = event.epochs;
    state_.record.shortened = event.shortened;
    state_.record.final_folds = event.folds;
    for (const FinalPlanned::Arm& arm : event.arms) {
      ArmRecord record;
      record.name = arm.name;
      record.policy = arm.policy;
      record.baseline = arm.baseline;
      record.seeds = event.seeds;
      record.values.assign(event.seeds.size(), std::numeric_limits<double>::quiet_NaN());
      record.right.resize(event.seeds.size());
      if (!arm.baseline) record.search_seconds = state_.record.worker_seconds;
      state_.record.final_round.push_back(std::move(record));
    }
    state_.final_losses.assign(event.arms.size() * event.seeds.size(), 0);
    state_.final_ended.assign(event.arms.size() * event.seeds.size(), false);
  }

  void operator()(const FinalProposed& event) {
    require(event.run >= 0 && event.run < static_cast<std::int64_t>(state_.final_ended.size()));
  }

  void operator()(const FinalTold& event) {
    const std::size_t run = number(event.event, state_.final_ended.size());
    require(!state_.final_ended[run] && !state_.final_cut);
    if (std::holds_alternative<Lost>(event.event)) ++state_.final_losses[run];
    if (std::holds_alternative<Failed>(event.event)) state_.final_ended[run] = true;
    if (const auto* done = std::get_if<Done>(&event.event); done != nullptr && done->stopped) {
      state_.record.worker_seconds += done->seconds;  // by the budget: it counts for nothing else
    } else if (done != nullptr) {
      state_.final_ended[run] = true;
      ArmRecord& arm = state_.record.final_round[run % state_.record.final_round.size()];
      const std::size_t seed = run / state_.record.final_round.size();
      arm.values[seed] = done->value;
      arm.right[seed] = done->right;
      arm.seconds += done->seconds;
      state_.record.worker_seconds += done->seconds;
    }
  }

  void operator()(const FinalCut& event) {
    require(!state_.final_cut && !state_.record.final_round.empty());
    state_.final_cut = true;
    state_.record.shortened = event.shortened;
    keep_comparable(state_.record.final_round, state_.final_ended);
  }

  void operator()(const Chosen& event) {
    state_.record.chosen = event.arm;
    state_.record.beats_manual = event.beats_manual;
    state_.record.ended = stored_.time;
  }

 private:
  // What all of a study works on, whatever the range and direction of its metric: the log keeps values.
  double reward(double value) const { return reward_of(state_.record.data.metric, value); }

  void trial_told(std::size_t trial, const Report& report) {
    Curve& curve = state_.curves[trial];
    // A run started again after a loss or a resume reports the same epochs again.
    std::erase_if(curve, [&](const auto& point) { return point.first >= report.epoch; });
    curve.emplace_back(report.epoch, reward(report.value));
  }

  void trial_told(std::size_t trial, const Done& done) {
    Outcome outcome;
    outcome.ending = done.stopped ? Ending::stopped : Ending::complete;
    outcome.reward = reward(done.value);
    outcome.epochs = done.epochs;
    outcome.seconds = done.seconds;
    end(trial, std::move(outcome));
    state_.record.worker_seconds += done.seconds;
  }

  void trial_told(std::size_t trial, const Failed& failed) {
    Outcome outcome;
    outcome.ending = Ending::failed;
    outcome.reason = failed.reason;
    end(trial, std::move(outcome));
  }

  void trial_told(std::size_t trial, const Lost&) { ++state_.losses[trial]; }

  void trial_told(std::size_t, const EpochEnded&) { require(false); }

  void end(std::size_t trial, Outcome outcome) {
    TrialRecord& record = state_.record.trials[trial];
    outcome.trial = record.trial;
    outcome.point = record.point;
    outcome.curve = state_.curves[trial];
    record.outcome = std::move(outcome);
  }

  std::size_t number(const RunEvent& event, std::size_t count) const {
    const std::int64_t trial = std::visit([](const auto& told) { return told.trial; }, event);
    require(trial >= 0 && static_cast<std::size_t>(trial) < count);
    return static_cast<std::size_t>(trial);
  }

  [[noreturn]] void refuse_policy(std::uint64_t then, std::uint64_t now) const {
    throw Error(
        {.where = fmt::format("{}: event {} ({})", log_, stored_.id, stored_.kind),
         .what = "the point stands for another policy than when it was proposed",
         .got = fmt::format("policy {:016x}", now),
         .expected = fmt::format("{:016x}", then),
         .mend = fmt::format("use {} of variegate, which proposed it", version_words(state_.version))});
  }

  void require(bool follows) const {
    if (follows) return;
    throw Error({.where = fmt::format("{}: event {} ({})", log_, stored_.id, stored_.kind),
                 .what = "the event does not follow from those before it",
                 .got = "",
                 .expected = "",
                 .mend = "the log was changed by something else: restore it from a backup"});
  }

  StudyState& state_;
  const Event& stored_;
  const std::string& log_;
};

}  // namespace

void apply(StudyState& state, const Event& stored, const StudyEvent& event, const std::string& log) {
  std::visit(Replay(state, stored, log), event);
  if (state.session_start.empty()) return;
  // The clock may be set back: time that seems to run backwards counts as none.
  const double session = std::max(0.0, seconds_between(state.session_start, stored.time));
  state.record.seconds = std::max(state.record.seconds, state.earlier_seconds + session);
}

std::string version_words(const std::string& version) {
  return version.empty() ? "an earlier version" : "version " + version;
}

Proposed proposed(const StudyState& state, std::int64_t trial, const Proposal& proposal) {
  return {.trial = trial,
          .point = proposal.point,
          .course = proposal.course,
          .policy = hash(policy_of(proposal, state.record))};
}

StudyState replay(const Store& store) {
  StudyState state;
  for (const Event& stored : store.events())
    apply(state, stored, study_event(stored, store.name()), store.name());
  return state;
}

StudyRecord study_record(const Store& store) { return study_record(replay(store), store.name()); }

StudyRecord study_record(const StudyState& state, const std::string& log) {
  if (!state.started) {
    throw Error({.where = log,
                 .what = "there is no study in this log yet",
                 .got = "",
                 .expected = "",
                 .mend = "start one: variegate search"});
  }
  return state.record;
}

}  // namespace variegate
