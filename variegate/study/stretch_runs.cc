#include "variegate/study/stretch_runs.h"

#include <filesystem>

#include "variegate/study/arms.h"
#include "variegate/study/lineage.h"

namespace variegate {

void StretchRuns::make_stretch(const std::vector<TrialRecord>& trials, const TrialRecord& trial,
                               std::uint64_t seed, RunRequest& run) const {
  run.train().epochs = trial.epochs;
  run.train().schedule_epochs = epochs_;
  run.seed = run_seed(seed, "trial", static_cast<std::uint64_t>(lineage(trials, trial.trial).front()));
  run.checkpoint = checkpoint_path(folder_, trial.trial);
  if (trial.from) run.train().start = checkpoint_path(folder_, *trial.from);
}

void StretchRuns::remove_old(const std::vector<TrialRecord>& trials) {
  while (ended_ < static_cast<std::int64_t>(trials.size()) &&
         trials[static_cast<std::size_t>(ended_)].outcome) {
    ++ended_;
  }
  for (; removed_ < ended_ - 2 * members_; ++removed_) {
    std::error_code gone_already;
    std::filesystem::remove(checkpoint_path(folder_, removed_), gone_already);
  }
}

}  // namespace variegate
