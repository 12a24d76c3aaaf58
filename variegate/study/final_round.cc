#include "variegate/study/final_round.h"

#include <algorithm>
#include <deque>

#include "variegate/executor/drive.h"
#include "variegate/study/arms.h"
#include "variegate/study/estimate.h"
#include "variegate/study/final_cut.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

class FinalRound {
 public:
  explicit FinalRound(Session& session) : session_(session) {}

  bool run() {
    if (session_.options.final_policies == 0) {
      choose_best_trial();
      return true;
    }
    if (session_.known().final_round.empty() && !session_.state().final_cut) {
      session_.record(affordable(plan_final_round(session_.known()), session_.pace()));
    }
    session_.tell(session_.observer.final_planned, session_.state().final_epochs);
    if (!session_.state().final_cut && !train()) return false;
    if (session_.known().final_round.empty()) {
      choose_best_trial();
    } else {
      session_.record(choose(session_.known()));
    }
    return true;
  }

 private:
  // False when the user stopped it.
  bool train() {
    std::deque<RunRequest> waiting = runs_to_do();
    bool cut = false;
    RunSource source;
    source.next = [&]() -> std::optional<RunRequest> {
      if (waiting.empty()) return std::nullopt;
      if (!time_for(waiting)) {
        cut = true;
        waiting.clear();
        return std::nullopt;
      }
      RunRequest run = std::move(waiting.front());
      waiting.pop_front();
      session_.record(FinalProposed{run.trial});
      const auto [arm, seed] = arm_and_seed(static_cast<std::size_t>(run.trial));
      session_.tell(session_.observer.final_started, session_.known().final_round[arm], seed);
      return run;
    };
    source.on_event = [this](const RunEvent& event) { final_told(event); };
    source.epoch_ended = [this](const EpochEnded& epoch) {
      session_.heard(epoch);
      const auto [arm, seed] = arm_and_seed(static_cast<std::size_t>(epoch.trial));
      session_.tell(session_.observer.final_epoch, session_.known().final_round[arm], epoch);
    };
    source.over = [&] {
      if (!final_round_is_over(session_.pace())) return false;
      return cut = true;
    };
    if (!drive(session_.evaluator, source, losses_by_number(session_.state().final_losses), session_.stop))
      return false;
    if (cut && !runs_to_do().empty()) {
      session_.record(FinalCut{shortened()});
      session_.tell(session_.observer.final_cut);
    }
    return true;
  }

  void choose_best_trial() {
    session_.record(Chosen{.arm = trial_name(best_trials(session_.known(), 1, {}).front()->trial),
                           .beats_manual = false});
  }

  // The remaining runs of a seed are only of use together, except for the first seed: there every arm counts.
  bool time_for(const std::deque<RunRequest>& waiting) const {
    const auto seed_of = [&](const RunRequest& run) {
      return arm_and_seed(static_cast<std::size_t>(run.trial)).second;
    };
    const std::size_t seed = seed_of(waiting.front());
    std::size_t together = 1;
    if (seed > 0) {
      together = static_cast<std::size_t>(std::count_if(
          waiting.begin(), waiting.end(), [&](const RunRequest& run) { return seed_of(run) == seed; }));
    }
    return time_for_final_runs(session_.pace(), together);
  }

  // Seed by seed; of each what a comparison cannot do without comes first, in case the time runs out.
  std::deque<RunRequest> runs_to_do() const {
    std::deque<RunRequest> runs;
    for (RunRequest& run : final_runs()) {
      if (!session_.state().final_ended[static_cast<std::size_t>(run.trial)]) runs.push_back(std::move(run));
    }
    const std::vector<ArmRecord>& arms = session_.known().final_round;
    const auto first_found =
        std::find_if(arms.begin(), arms.end(), [](const auto& arm) { return !arm.baseline; });
    const auto rank = [&](const RunRequest& run) {
      const auto [arm, seed] = arm_and_seed(static_cast<std::size_t>(run.trial));
      const bool found = arm == static_cast<std::size_t>(first_found - arms.begin());
      return std::pair{seed, arms[arm].name == "manual" ? 0 : found ? 1 : 2};
    };
    std::stable_sort(runs.begin(), runs.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return runs;
  }

  std::string shortened() const {
    std::vector<ArmRecord> kept = session_.known().final_round;
    FinalPlanned whole;
    whole.arms.resize(kept.size());
    whole.seeds.resize(kept.front().seeds.size());
    keep_comparable(kept, session_.state().final_ended);
    FinalPlanned done;
    done.arms.resize(kept.size());
    done.seeds.resize(kept.empty() ? 0 : kept.front().seeds.size());
    const std::string& planned = session_.known().shortened;
    return planned + (planned.empty() ? "" : "; then ") + what_was_shortened(whole, done);
  }

  std::vector<RunRequest> final_runs() const {
    std::vector<Policy> policies;
    for (const ArmRecord& arm : session_.known().final_round) policies.push_back(arm.policy);
    std::vector<RunRequest> runs = arm_runs(policies, session_.known().final_round.front().seeds,
                                            session_.state().final_epochs, session_.known().final_folds);
    // With another metric they would not show how much of a difference is chance.
    const bool pictures = session_.known().data.metric == Metric{};
    for (RunRequest& run : runs) run.train().pictures = pictures;
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
    if (session_.state().final_ended[number_of(event)])
      session_.tell(session_.observer.final_ended, arm, seed);
  }

  Session& session_;
};

}  // namespace

bool run_final_round(Session& session) { return FinalRound(session).run(); }

}  // namespace variegate
