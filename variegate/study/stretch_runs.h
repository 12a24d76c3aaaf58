// The runs of a population: each trial is one stretch of the training of a member.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/study/record.h"
#include "variegate/trial/run.h"

namespace variegate {

class StretchRuns {
 public:
  // folder: for the states in which trials end, where every worker can reach them.
  StretchRuns(std::int64_t members, int epochs, std::string folder)
      : members_(members), epochs_(epochs), folder_(std::move(folder)) {}

  // Makes the run that of a stretch. Members differ by their seeds too; one that continues from another's
  // weights takes over its seed, so that training with the schedule of a lineage from the start gives the
  // very weights at its end.
  void make_stretch(const std::vector<TrialRecord>& trials, const TrialRecord& trial, std::uint64_t seed,
                    RunRequest& run) const;

  // Removes the states that nobody will start from any more: those of trials two rounds of the population
  // before the first that has not ended.
  void remove_old(const std::vector<TrialRecord>& trials);

 private:
  std::int64_t members_;
  int epochs_;
  std::string folder_;
  std::int64_t ended_ = 0;    // the first trials, all of which have ended
  std::int64_t removed_ = 0;  // and those whose states have been removed
};

}  // namespace variegate
