#include "variegate/study/search_phase.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/executor/drive.h"
#include "variegate/study/ask_tell.h"
#include "variegate/study/estimate.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

constexpr std::size_t kFailuresToGiveUp = 5;

class Search {
 public:
  Search(Session& session, const SearcherFactory& factory)
      : session_(session),
        population_(drive_of(session.options.method) == Drive::population),
        trials_(session.options, session.log, session.evaluator.checkpoint_folder(), factory) {}

  bool run() {
    RunSource source;
    source.next = [this] { return next_trial(); };
    source.on_event = [this](const RunEvent& event) { trial_told(event); };
    source.epoch_ended = [this](const EpochEnded& epoch) {
      session_.heard(epoch);
      session_.tell(session_.observer.trial_epoch, epoch);
    };
    source.over = [this] { return is_over(); };
    source.keep_going = [this](const Report& report) { return trials_.goes_on(report); };
    if (!drive(session_.evaluator, source, losses_by_number(session_.state().losses), session_.stop))
      return false;
    if (best_trials(session_.known(), 1, {}).empty()) {
      if (stopped_) too_short();
      give_up("no trial succeeded");
    }
    const std::string why = trials_.why_ended();
    trials_.finish();
    session_.tell(session_.observer.search_ended, why);
    return true;
  }

 private:
  const std::vector<TrialRecord>& trials() const { return session_.known().trials; }

  std::optional<RunRequest> next_trial() {
    // A population has found nothing before its members reach their end.
    if (!population_ && trials_.proposes() && !time_for_another_trial(session_.pace()))
      trials_.close("budget");
    std::optional<RunRequest> run = trials_.ask();
    if (run) session_.tell(session_.observer.trial_started, trials()[static_cast<std::size_t>(run->trial)]);
    return run;
  }

  bool is_over() {
    if (!search_is_over(session_.pace())) return false;
    stopped_ = true;
    trials_.close("budget");
    return true;
  }

  void trial_told(const RunEvent& event) {
    trials_.tell(event);
    if (const auto* report = std::get_if<Report>(&event))
      session_.tell(session_.observer.trial_reported, *report);
    if (const auto* lost = std::get_if<Lost>(&event))
      session_.tell(session_.observer.worker_lost, lost->reason);
    if (!ends_a_run(event)) return;
    session_.tell(session_.observer.trial_ended, trials()[number_of(event)]);
    give_up_if_nothing_works();
  }

  [[noreturn]] void too_short() const {
    throw Error({.where = session_.log.name(),
                 .what = "the budget was spent before a trial could be evaluated",
                 .got = fmt::format("{:.0f} s for trials of {} epochs on {} images", session_.budget(),
                                    session_.options.epochs, session_.known().data.train_samples),
                 .expected = "time for two trials and a final round at least",
                 .mend = "continue with --resume and a larger --budget, or start a smaller task in another "
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
    throw Error({.where = session_.log.name(),
                 .what = what,
                 .got = failed == trials().end() ? "" : "'" + failed->outcome->reason + "'",
                 .expected = "",
                 .mend = "remove the cause and start a new study"});
  }

  Session& session_;
  bool population_;
  AskTell trials_;
  bool stopped_ = false;  // by the budget
};

}  // namespace

bool run_search(Session& session, const SearcherFactory& factory) {
  return session.state().search_ended || Search(session, factory).run();
}

}  // namespace variegate
