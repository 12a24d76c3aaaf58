#include "variegate/study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>

#include "variegate/core/error.h"
#include "variegate/study/arms.h"
#include "variegate/study/drive.h"
#include "variegate/study/early_stop.h"
#include "variegate/study/estimate.h"
#include "variegate/study/final_round.h"
#include "variegate/study/options_json.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kFailuresToGiveUp = 5;
constexpr std::chrono::milliseconds kPatience{200};

// Calls an observer's function if there is one.
template <typename Function, typename... Arguments>
void tell(const Function& function, const Arguments&... arguments) {
  if (function) function(arguments...);
}

bool ends_a_run(const RunEvent& event) {
  return std::holds_alternative<Done>(event) || std::holds_alternative<Failed>(event);
}

std::size_t number_of(const RunEvent& event) {
  return static_cast<std::size_t>(std::visit([](const auto& told) { return told.trial; }, event));
}

class Study {
 public:
  Study(const StudyOptions& options, Store& store, Evaluator& evaluator, const StudyObserver& observer,
        const std::atomic<bool>& stop, const SearcherFactory& factory)
      : options_(options),
        store_(store),
        evaluator_(evaluator),
        observer_(observer),
        stop_(stop),
        factory_(factory),
        rule_(early_stop_rule(options.early_stop)),
        state_(replay(store)),
        session_start_(steady_clock::now()),
        earlier_seconds_(state_.record.seconds) {}

  StudyRecord run() {
    begin();
    if (state_.record.chosen) return state_.record;
    record(SessionStarted{evaluator_.slots()});
    try {
      const bool ended = open_data() && search() && final_round();
      record(SessionEnded{ended ? "done" : "interrupted"});
    } catch (const Error& error) {
      record(SessionEnded{error.what()});
      throw;
    }
    return state_.record;
  }

 private:
  const StudyRecord& known() const { return state_.record; }

  // Into the log first, then into our state.
  void record(const StudyEvent& event) { apply(state_, append(store_, event), event, store_.name()); }

  double elapsed() const {
    return earlier_seconds_ + std::chrono::duration<double>(steady_clock::now() - session_start_).count();
  }

  StudyProgress progress() const {
    return {
        .record = known(), .elapsed = elapsed(), .left = seconds_left(state_, elapsed(), evaluator_.slots())};
  }

  void begin() {
    check(options_);
    if (!state_.started) return record(StudyStarted{options_});
    for (const OptionChange& change : changes(known().options, options_)) refuse_unless_allowed(change);
    if (options_.trials != known().options.trials ||
        options_.budget_seconds != known().options.budget_seconds) {
      record(LimitsChanged{.trials = options_.trials, .budget_seconds = options_.budget_seconds});
    }
  }

  void refuse_unless_allowed(const OptionChange& change) const {
    const bool more_trials = change.name == "trials" && options_.trials > known().options.trials;
    const bool limit = more_trials || change.name == "budget_seconds";
    if (limit && !state_.search_ended) return;
    const bool too_late = limit && state_.search_ended;
    throw Error(
        {.where = store_.name(),
         .what = too_late ? fmt::format("{} can no longer be changed: the search has ended", change.name)
                          : fmt::format("the study was started with another value of {}", change.name),
         .got = change.after,
         .expected = change.before,
         .mend = "resume with the options of the start, or start a new study in another folder"},
        ErrorKind::usage);
  }

  bool open_data() {
    const Ready* ready = nullptr;
    while (ready == nullptr) {
      if (stop_) return false;
      ready = evaluator_.ready(kPatience);
    }
    if (state_.opened) {
      require_same("the data have changed since the study began", ready->data_digest,
                   known().data.data_digest);
      require_same("the workers train in another precision than the study began with", ready->precision,
                   known().data.precision);
    } else {
      record(Opened{*ready});
    }
    tell(observer_.opened, progress());
    return true;
  }

  void require_same(const char* what, const std::string& now, const std::string& then) const {
    if (now == then) return;
    throw Error({.where = store_.name(),
                 .what = what,
                 .got = now,
                 .expected = then,
                 .mend = "bring back what was there, or start a new study in another folder"});
  }

  // ---- The search
  // -------------------------------------------------------------------------------------------

  bool search() {
    if (state_.search_ended) return true;
    searcher_ =
        factory_(options_.method, options_.space, {.seed = options_.seed, .trials = state_.planned_trials});
    repeat_proposals();
    RunSource source;
    source.next = [this] { return next_trial(); };
    source.told = [this](const RunEvent& event) { trial_told(event); };
    source.goes_on = [this](const Report& report) { return goes_on(report); };
    if (!drive(evaluator_, source, losses(state_.losses), stop_)) return false;
    if (best_trials(known().trials, 1, {}).empty()) give_up("no trial succeeded");
    record(SearchEnded{why_ended_});
    tell(observer_.search_ended, progress(), why_ended_);
    return true;
  }

  // Brings the method to where it was: the same questions, and before each the same answers.
  void repeat_proposals() {
    for (const TrialRecord& trial : known().trials) {
      const std::optional<Point> point = propose(trial.trial);
      if (point == trial.point) {
        if (!trial.outcome) unfinished_.push_back(trial.trial);
        continue;
      }
      throw Error({.where = store_.name(),
                   .what = fmt::format("method {} no longer proposes what it proposed for trial {}",
                                       options_.method, trial.trial),
                   .got = "",
                   .expected = "the version of variegate that started the study",
                   .mend = "resume with that version, or start a new study in another folder"});
    }
  }

  // How many outcomes the method knows when it proposes a trial.
  std::int64_t known_to(std::int64_t trial) const {
    return std::max<std::int64_t>(0, trial - options_.lookahead);
  }

  std::optional<Point> propose(std::int64_t trial) {
    for (; observed_ < known_to(trial); ++observed_) {
      searcher_->observe(*known().trials[static_cast<std::size_t>(observed_)].outcome);
    }
    return searcher_->propose(trial);
  }

  std::optional<RunRequest> next_trial() {
    if (!unfinished_.empty()) {
      const std::int64_t trial = unfinished_.front();
      unfinished_.pop_front();
      return start(trial);
    }
    const auto trial = static_cast<std::int64_t>(known().trials.size());
    if (!why_ended_.empty() || !has_room(trial)) return std::nullopt;
    for (std::int64_t before = observed_; before < known_to(trial); ++before) {
      if (!known().trials[static_cast<std::size_t>(before)].outcome) return std::nullopt;
    }
    const std::optional<Point> point = propose(trial);
    if (!point) {
      why_ended_ = "exhausted";
      return std::nullopt;
    }
    record(Proposed{.trial = trial, .point = *point});
    return start(trial);
  }

  bool has_room(std::int64_t trial) {
    if (options_.trials > 0 && trial >= options_.trials) {
      why_ended_ = "trials";
    } else if (!time_for_another_trial(state_, elapsed(), evaluator_.slots())) {
      why_ended_ = "budget";
    }
    return why_ended_.empty();
  }

  RunRequest start(std::int64_t trial) {
    const TrialRecord& record_of_trial = known().trials[static_cast<std::size_t>(trial)];
    tell(observer_.trial_started, progress(), record_of_trial);
    RunRequest run;
    run.trial = trial;
    run.policy = record_of_trial.policy;
    run.epochs = options_.epochs;
    run.seed = run_seed(options_.seed, "trial", 0);
    run.report_epochs = report_epochs(rule_, options_.epochs);
    return run;
  }

  void trial_told(const RunEvent& event) {
    record(TrialTold{event});
    if (const auto* report = std::get_if<Report>(&event)) tell(observer_.trial_reported, progress(), *report);
    if (const auto* lost = std::get_if<Lost>(&event)) tell(observer_.worker_lost, progress(), lost->reason);
    if (!ends_a_run(event)) return;
    tell(observer_.trial_ended, progress(), known().trials[number_of(event)]);
    give_up_if_nothing_works();
  }

  bool goes_on(const Report& report) const {
    if (report.epoch >= options_.epochs) return true;
    Standing standing;
    standing.own = state_.curves[static_cast<std::size_t>(report.trial)];
    standing.validation_images = known().data.evaluation_images;
    for (std::int64_t other = 0; other < known_to(report.trial); ++other) {
      const Outcome& outcome = *known().trials[static_cast<std::size_t>(other)].outcome;
      if (outcome.ending != Ending::failed) standing.others.push_back(outcome.curve);
    }
    return !rule_.hopeless(standing);
  }

  void give_up_if_nothing_works() const {
    if (known().trials.size() < kFailuresToGiveUp) return;
    const bool all_failed = std::all_of(
        known().trials.begin(), known().trials.begin() + kFailuresToGiveUp,
        [](const auto& trial) { return trial.outcome && trial.outcome->ending == Ending::failed; });
    if (all_failed) give_up("the first five trials failed");
  }

  [[noreturn]] void give_up(const char* what) const {
    const auto failed = std::find_if(known().trials.begin(), known().trials.end(), [](const auto& trial) {
      return trial.outcome && trial.outcome->ending == Ending::failed;
    });
    throw Error({.where = store_.name(),
                 .what = what,
                 .got = failed == known().trials.end() ? "" : "'" + failed->outcome->reason + "'",
                 .expected = "",
                 .mend = "remove the cause and start a new study"});
  }

  // ---- The final round
  // --------------------------------------------------------------------------------------

  bool final_round() {
    if (options_.final_policies == 0) {
      record(Chosen{.arm = trial_name(best_trials(known().trials, 1, {}).front()->trial),
                    .beats_manual = false});
      return true;
    }
    if (known().final_round.empty()) {
      record(affordable(plan_final_round(known()), state_, elapsed(), evaluator_.slots()));
    }
    tell(observer_.final_planned, progress(), state_.final_epochs);

    std::deque<RunRequest> waiting;
    for (RunRequest& run : final_runs()) {
      if (!state_.final_ended[static_cast<std::size_t>(run.trial)]) waiting.push_back(std::move(run));
    }
    RunSource source;
    source.next = [&]() -> std::optional<RunRequest> {
      if (waiting.empty()) return std::nullopt;
      RunRequest run = std::move(waiting.front());
      waiting.pop_front();
      record(FinalProposed{run.trial});
      const auto [arm, seed] = arm_and_seed(static_cast<std::size_t>(run.trial));
      tell(observer_.final_started, progress(), known().final_round[arm], seed);
      return run;
    };
    source.told = [this](const RunEvent& event) { final_told(event); };
    source.goes_on = [](const Report&) { return true; };
    if (!drive(evaluator_, source, losses(state_.final_losses), stop_)) return false;
    record(choose(known().final_round));
    return true;
  }

  std::vector<RunRequest> final_runs() const {
    std::vector<Policy> policies;
    for (const ArmRecord& arm : known().final_round) policies.push_back(arm.policy);
    return arm_runs(policies, known().final_round.front().seeds, state_.final_epochs);
  }

  std::pair<std::size_t, std::size_t> arm_and_seed(std::size_t run) const {
    return {run % known().final_round.size(), run / known().final_round.size()};
  }

  void final_told(const RunEvent& event) {
    record(FinalTold{event});
    const auto [index, seed] = arm_and_seed(number_of(event));
    const ArmRecord& arm = known().final_round[index];
    if (const auto* report = std::get_if<Report>(&event))
      tell(observer_.final_reported, progress(), arm, *report);
    if (const auto* lost = std::get_if<Lost>(&event)) tell(observer_.worker_lost, progress(), lost->reason);
    if (ends_a_run(event)) tell(observer_.final_ended, progress(), arm, seed);
  }

  static std::map<std::int64_t, int> losses(const std::vector<int>& by_number) {
    std::map<std::int64_t, int> counts;
    for (std::size_t i = 0; i < by_number.size(); ++i) counts[static_cast<std::int64_t>(i)] = by_number[i];
    return counts;
  }

  const StudyOptions& options_;
  Store& store_;
  Evaluator& evaluator_;
  const StudyObserver& observer_;
  const std::atomic<bool>& stop_;
  const SearcherFactory& factory_;
  const EarlyStopRule& rule_;
  StudyState state_;
  steady_clock::time_point session_start_;
  double earlier_seconds_;

  std::unique_ptr<Searcher> searcher_;
  std::int64_t observed_ = 0;            // outcomes that the method knows
  std::deque<std::int64_t> unfinished_;  // trials that an earlier session left running
  std::string why_ended_;                // why no more trials are proposed; "": they are
};

}  // namespace

StudyRecord run_study(const StudyOptions& options, Store& store, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory) {
  return Study(options, store, evaluator, observer, stop, factory).run();
}

OpenRequest open_request(const StudyOptions& options, const Store& store) {
  OpenRequest open;
  open.data = options.data;
  open.child = options.child;
  const StudyState state = replay(store);
  if (state.opened) open.child.precision = state.record.data.precision;
  return open;
}

}  // namespace variegate
