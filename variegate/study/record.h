// What a study has found out: the event log replayed into values. Search, resume and report all work from
// this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "variegate/policy/policy.h"
#include "variegate/search/searcher.h"
#include "variegate/space/space.h"
#include "variegate/study/study_options.h"
#include "variegate/trial/run.h"

namespace variegate {

struct TrialRecord {
  std::int64_t trial = 0;
  Point point;
  // For a member of a population: the trial whose weights it continued from, and the epoch at which it is to
  // end. Its policy is then the schedule that led there.
  std::optional<std::int64_t> from = {};
  int epochs = 0;                  // 0: all the epochs of the study, from fresh weights
  Policy policy;                   // base included
  std::optional<Outcome> outcome;  // none: was running when the log ends
};

// One arm of the final round or of a comparison: the same policy trained with several seeds.
struct ArmRecord {
  std::string name;  // "manual", "trial 12", a file
  Policy policy;     // base included
  bool baseline = false;
  std::vector<std::uint64_t> seeds;
  std::vector<double> values;  // of the metric, one a seed, same order; NaN for a failed run
  // Which validation (or test) pictures each run classified rightly; empty for a failed run, and in logs of
  // versions that did not say.
  std::vector<std::vector<bool>> right = {};
  double seconds = 0.0;         // of training, summed over seeds and processes
  double search_seconds = 0.0;  // spent on finding the policy; 0 for baselines
};

struct StudyRecord {
  StudyOptions options;
  Ready data;  // sizes, classes, digest, child parameters
  std::vector<TrialRecord> trials;
  std::vector<ArmRecord> final_round;
  std::string shortened;              // what the budget left the final round no time for; "": nothing
  bool final_folds = false;           // every seed there had a split of training and validation of its own
  std::optional<std::string> chosen;  // name of the arm chosen; none: the study has not ended
  bool beats_manual = false;          // the chosen arm is not "manual", and better with enough probability
  double seconds = 0.0;               // wall time over all sessions of the study
  double worker_seconds = 0.0;        // summed over workers
  std::string ended;                  // UTC time at which an arm was chosen; "" while there is none
};

struct Difference {
  std::string a, b;                          // arms: a minus b
  double mean = 0.0, low = 0.0, high = 0.0;  // in the unit of the metric, with its 95 % interval
  int pairs = 0;
};

struct ComparisonRecord {
  std::vector<ArmRecord> arms;
  std::vector<Difference>
      differences;  // every arm minus "manual" (or the first arm when there is no "manual")
  int epochs = 0;
  Ready data;  // evaluation_samples: those of the test set
};

}  // namespace variegate
