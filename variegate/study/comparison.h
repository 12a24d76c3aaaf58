// Arms compared on the test set: the one place of variegate that may open it. Every arm's policy is settled
// before; the search knows nothing of this file.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/data/splits.h"
#include "variegate/study/record.h"
#include "variegate/trial/evaluator.h"
#include "variegate/trial/run.h"
#include "variegate/trial/task.h"

namespace variegate {

struct ComparisonArm {
  std::string name;  // unique
  Policy policy;     // base included: see arm_policy()
  bool baseline = false;
  double search_seconds = 0.0;  // of worker time, spent on finding the policy
};

struct ComparisonOptions {
  Task task;
  std::vector<ComparisonArm> arms;  // at least one
  int seeds = 3;                    // an arm; all arms have the same
  std::uint64_t seed = 0;
};

// All but the task, which describes itself, and the arms.
template <MaybeConst<ComparisonOptions> Options, typename Visit>
void describe(Options& comparison, Visit&& option) {
  option("seeds", comparison.seeds,
         {.low = 1, .high = 1000, .summary = "runs of every arm, with the same seeds"});
  option("seed", comparison.seed,
         {.summary = "seed of the comparison, from which the runs' seeds are drawn"});
}

// Error (usage): no arm, an arm named twice, seeds or epochs out of range.
void check(const ComparisonOptions& options);

// After the event; any may be empty.
struct ComparisonObserver {
  std::function<void(const Ready&)> opened;
  std::function<void(const ComparisonArm&, std::size_t seed)> started;
  std::function<void(const ComparisonArm&, std::size_t seed, const Report&)> reported;
  // value: of the metric; NaN when the run failed, and reason then says why.
  std::function<void(const ComparisonArm&, std::size_t seed, double value, const std::string& reason)> ended;
};

class Comparison {
 public:
  // What to tell the workers: their evaluations will be on the test part.
  static OpenRequest request(const Task& task);

  // Trains every arm with every seed, the arms taking turns, in an evaluator that was made with request().
  // Error when the options cannot run (usage), when a run of every arm failed, and (kind interrupted) when
  // `stop` was set.
  static ComparisonRecord run(const ComparisonOptions& options, Evaluator& evaluator,
                              const ComparisonObserver& observer, const std::atomic<bool>& stop);
};

// Every arm minus "manual", or minus the first arm when there is no "manual": over the seeds at which no run
// of the two failed, with a 95 % t interval.
std::vector<Difference> differences(const std::vector<ArmRecord>& arms);

}  // namespace variegate
