#include "variegate/study/search_phase.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/executor/drive.h"
#include "variegate/study/arms.h"
#include "variegate/study/early_stop.h"
#include "variegate/study/estimate.h"
#include "variegate/study/final_round.h"
#include "variegate/study/lineage.h"

namespace variegate {
namespace {

constexpr std::size_t kFailuresToGiveUp = 5;

class Search {
 public:
  Search(Session& session, const SearcherFactory& factory)
      : session_(session),
        population_(is_population(session.options.method)),
        rule_(early_stop_rule(population_ ? "none" : session.options.early_stop)),
        searcher_(factory(session.options.method, session.options.space,
                          {.seed = session.options.seed,
                           .trials = session.state().planned_trials,
                           .epochs = session.options.epochs,
                           .settings = session.options.settings})) {}

  bool run() {
    repeat_proposals();
    RunSource source;
    source.next = [this] { return next_trial(); };
    source.told = [this](const RunEvent& event) { trial_told(event); };
    source.epoch_ended = [this](const EpochEnded& epoch) {
      session_.heard(epoch);
      session_.tell(session_.observer.trial_epoch, epoch);
    };
    source.over = [this] { return is_over(); };
    source.goes_on = [this](const Report& report) { return goes_on(report); };
    if (!drive(session_.evaluator, source, losses_by_number(session_.state().losses), session_.stop))
      return false;
    if (best_trials(session_.known(), 1, {}).empty()) {
      if (stopped_) too_short();
      give_up("no trial succeeded");
    }
    session_.record(SearchEnded{why_ended_});
    session_.tell(session_.observer.search_ended, why_ended_);
    return true;
  }

 private:
  const std::vector<TrialRecord>& trials() const { return session_.known().trials; }

  // Brings the method to where it was: the same questions, and before each the same answers.
  void repeat_proposals() {
    for (const TrialRecord& trial : trials()) {
      const std::optional<Point> point = propose(trial.trial);
      if (point == trial.point) {
        if (!trial.outcome) unfinished_.push_back(trial.trial);
        continue;
      }
      throw Error({.where = session_.log(),
                   .what = fmt::format("method {} no longer proposes what it proposed for trial {}",
                                       session_.options.method, trial.trial),
                   .got = "",
                   .expected = "the version of variegate that started the study",
                   .mend = "resume with that version, or start a new study in another folder"});
    }
  }

  // How many outcomes the method knows when it proposes a trial.
  std::int64_t known_to(std::int64_t trial) const {
    return searcher_->known_before(trial, session_.options.lookahead);
  }

  std::optional<Point> propose(std::int64_t trial) {
    for (; observed_ < known_to(trial); ++observed_) {
      searcher_->observe(*trials()[static_cast<std::size_t>(observed_)].outcome);
    }
    return searcher_->propose(trial);
  }

  std::optional<RunRequest> next_trial() {
    if (!unfinished_.empty()) {
      const std::int64_t trial = unfinished_.front();
      unfinished_.pop_front();
      return start(trial);
    }
    const auto trial = static_cast<std::int64_t>(trials().size());
    if (!why_ended_.empty() || !has_room(trial)) return std::nullopt;
    for (std::int64_t before = observed_; before < known_to(trial); ++before) {
      if (!trials()[static_cast<std::size_t>(before)].outcome) return std::nullopt;
    }
    const std::optional<Point> point = propose(trial);
    if (!point) {
      why_ended_ = "exhausted";
      return std::nullopt;
    }
    session_.record(Proposed{.trial = trial, .point = *point, .course = searcher_->course(trial)});
    return start(trial);
  }

  bool has_room(std::int64_t trial) {
    if (population_) return true;  // nothing is found before its members are at their end
    if (session_.options.trials > 0 && trial >= session_.options.trials) {
      why_ended_ = "trials";
    } else if (!time_for_another_trial(session_.pace())) {
      why_ended_ = "budget";
    }
    return why_ended_.empty();
  }

  bool is_over() {
    if (!search_is_over(session_.pace())) return false;
    stopped_ = true;
    if (why_ended_.empty()) why_ended_ = "budget";
    return true;
  }

  RunRequest start(std::int64_t trial) {
    const TrialRecord& record_of_trial = trials()[static_cast<std::size_t>(trial)];
    session_.tell(session_.observer.trial_started, record_of_trial);
    RunRequest run;
    run.trial = trial;
    run.train().policy = record_of_trial.policy;
    run.train().epochs = session_.options.epochs;
    run.seed = run_seed(session_.options.seed, "trial", 0);
    if (population_) make_stretch(record_of_trial, run);
    run.train().report_epochs = report_epochs(rule_, trial, run.train().epochs);
    return run;
  }

  // Members differ by their seeds too; one that goes on with another's weights goes on with its seed, so that
  // training with the schedule of a lineage from the start gives the very weights at its end.
  void make_stretch(const TrialRecord& trial, RunRequest& run) {
    const std::string folder = session_.evaluator.checkpoint_folder();
    run.train().epochs = trial.epochs;
    run.train().schedule_epochs = session_.options.epochs;
    run.seed = run_seed(session_.options.seed, "trial",
                        static_cast<std::uint64_t>(lineage(trials(), trial.trial).front()));
    run.checkpoint = checkpoint_path(folder, trial.trial);
    if (trial.from) run.train().start = checkpoint_path(folder, *trial.from);
  }

  // Those that nobody will start from any more: two rounds of the population behind the first trial that has
  // not ended.
  void remove_old_checkpoints() {
    while (ended_ < static_cast<std::int64_t>(trials().size()) &&
           trials()[static_cast<std::size_t>(ended_)].outcome) {
      ++ended_;
    }
    const std::string folder = session_.evaluator.checkpoint_folder();
    for (; removed_ < ended_ - 2 * session_.options.trials; ++removed_) {
      std::error_code gone_already;
      std::filesystem::remove(checkpoint_path(folder, removed_), gone_already);
    }
  }

  void trial_told(const RunEvent& event) {
    session_.record(TrialTold{event});
    if (const auto* report = std::get_if<Report>(&event))
      session_.tell(session_.observer.trial_reported, *report);
    if (const auto* lost = std::get_if<Lost>(&event))
      session_.tell(session_.observer.worker_lost, lost->reason);
    if (!ends_a_run(event)) return;
    session_.tell(session_.observer.trial_ended, trials()[number_of(event)]);
    if (population_) remove_old_checkpoints();
    give_up_if_nothing_works();
  }

  bool goes_on(const Report& report) const {
    if (population_ || report.epoch >= session_.options.epochs) return true;
    Standing standing;
    standing.own = session_.state().curves[static_cast<std::size_t>(report.trial)];
    standing.validation_images = session_.known().data.evaluation_samples;
    for (std::int64_t other = 0; other < known_to(report.trial); ++other) {
      const Outcome& outcome = *trials()[static_cast<std::size_t>(other)].outcome;
      const bool compared = bracket_of(rule_, other) == bracket_of(rule_, report.trial);
      if (compared && outcome.ending != Ending::failed) standing.others.push_back(outcome.curve);
    }
    return !rule_.hopeless(standing);
  }

  [[noreturn]] void too_short() const {
    throw Error({.where = session_.log(),
                 .what = "the budget was spent before a trial could be evaluated",
                 .got = fmt::format("{:.0f} s for trials of {} epochs on {} images", session_.budget(),
                                    session_.options.epochs, session_.known().data.train_samples),
                 .expected = "time for two trials and a final round at least",
                 .mend = "go on with --resume and a larger --budget, or start a smaller task in another "
                         "folder: --resolution, --train-size, --epochs"});
  }

  void give_up_if_nothing_works() const {
    if (stopped_ || trials().size() < kFailuresToGiveUp) return;
    const bool all_failed = std::all_of(
        trials().begin(), trials().begin() + kFailuresToGiveUp,
        [](const auto& trial) { return trial.outcome && trial.outcome->ending == Ending::failed; });
    if (all_failed) give_up("the first five trials failed");
  }

  [[noreturn]] void give_up(const char* what) const {
    const auto failed = std::find_if(trials().begin(), trials().end(), [](const auto& trial) {
      return trial.outcome && trial.outcome->ending == Ending::failed;
    });
    throw Error({.where = session_.log(),
                 .what = what,
                 .got = failed == trials().end() ? "" : "'" + failed->outcome->reason + "'",
                 .expected = "",
                 .mend = "remove the cause and start a new study"});
  }

  Session& session_;
  bool population_;
  const EarlyStopRule& rule_;
  std::unique_ptr<Searcher> searcher_;
  std::int64_t observed_ = 0;            // outcomes that the method knows
  std::deque<std::int64_t> unfinished_;  // trials that an earlier session left running
  std::int64_t ended_ = 0;               // the first trials, all of which have ended
  std::int64_t removed_ = 0;             // and those whose checkpoints have been removed
  bool stopped_ = false;                 // by the budget
  std::string why_ended_;                // why no more trials are proposed; "": they are
};

}  // namespace

bool run_search(Session& session, const SearcherFactory& factory) {
  return session.state().search_ended || Search(session, factory).run();
}

}  // namespace variegate
