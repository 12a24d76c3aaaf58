#include "variegate/study/final_phase.h"

#include <deque>

#include "variegate/study/arms.h"
#include "variegate/study/drive.h"
#include "variegate/study/estimate.h"
#include "variegate/study/final_round.h"

namespace variegate {
namespace {

class FinalRound {
 public:
  explicit FinalRound(Session& session) : session_(session) {}

  bool run() {
    if (session_.options.final_policies == 0) {
      session_.record(Chosen{.arm = trial_name(best_trials(session_.known(), 1, {}).front()->trial),
                             .beats_manual = false});
      return true;
    }
    if (session_.known().final_round.empty()) {
      session_.record(affordable(plan_final_round(session_.known()), session_.state(), session_.elapsed(),
                                 session_.evaluator.slots()));
    }
    session_.tell(session_.observer.final_planned, session_.state().final_epochs);

    std::deque<RunRequest> waiting;
    for (RunRequest& run : final_runs()) {
      if (!session_.state().final_ended[static_cast<std::size_t>(run.trial)])
        waiting.push_back(std::move(run));
    }
    RunSource source;
    source.next = [&]() -> std::optional<RunRequest> {
      if (waiting.empty()) return std::nullopt;
      RunRequest run = std::move(waiting.front());
      waiting.pop_front();
      session_.record(FinalProposed{run.trial});
      const auto [arm, seed] = arm_and_seed(static_cast<std::size_t>(run.trial));
      session_.tell(session_.observer.final_started, session_.known().final_round[arm], seed);
      return run;
    };
    source.told = [this](const RunEvent& event) { final_told(event); };
    source.goes_on = [](const Report&) { return true; };
    if (!drive(session_.evaluator, source, losses_by_number(session_.state().final_losses), session_.stop))
      return false;
    session_.record(choose(session_.known()));
    return true;
  }

 private:
  std::vector<RunRequest> final_runs() const {
    std::vector<Policy> policies;
    for (const ArmRecord& arm : session_.known().final_round) policies.push_back(arm.policy);
    std::vector<RunRequest> runs = arm_runs(policies, session_.known().final_round.front().seeds,
                                            session_.state().final_epochs, session_.known().final_folds);
    for (RunRequest& run : runs) run.pictures = true;
    return runs;
  }

  std::pair<std::size_t, std::size_t> arm_and_seed(std::size_t run) const {
    return {run % session_.known().final_round.size(), run / session_.known().final_round.size()};
  }

  void final_told(const RunEvent& event) {
    session_.record(FinalTold{event});
    const auto [index, seed] = arm_and_seed(number_of(event));
    const ArmRecord& arm = session_.known().final_round[index];
    if (const auto* report = std::get_if<Report>(&event))
      session_.tell(session_.observer.final_reported, arm, *report);
    if (const auto* lost = std::get_if<Lost>(&event))
      session_.tell(session_.observer.worker_lost, lost->reason);
    if (ends_a_run(event)) session_.tell(session_.observer.final_ended, arm, seed);
  }

  Session& session_;
};

}  // namespace

bool run_final_round(Session& session) { return FinalRound(session).run(); }

}  // namespace variegate
