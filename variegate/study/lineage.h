// Trials that continue from the weights of others: what a member of a population has been trained with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// The policy of a run that continues for `epochs` with `stretch` after what `behind` was trained with
// (nullptr: nothing): a schedule with which a new model can be trained from the start.
Policy scheduled(const TrialRecord* behind, const Policy& stretch, int epochs);

// The trials whose weights led to those of `trial`, the first one first, itself last.
std::vector<std::int64_t> lineage(const std::vector<TrialRecord>& trials, std::int64_t trial);

// The epochs that a trial's own run trained, without those that it continued from. 0: its outcome is not
// known.
int epochs_trained(const std::vector<TrialRecord>& trials, const TrialRecord& trial);

// Whether the trial is to train for all the epochs of the study, so that its reward can be compared.
bool goes_to_the_end(const StudyOptions& options, const TrialRecord& trial);

// The file with the state in which a trial ended, in the folder that workers can reach.
std::string checkpoint_path(const std::string& folder, std::int64_t trial);

}  // namespace variegate
