// Arms: policies trained with the same seeds for the same number of epochs, so that they can be compared. The
// final round of a study and `compare` are both this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/policy/policy.h"
#include "variegate/trial/run.h"

namespace variegate {

// The policy of an arm named on the command line: "none" is no augmentation at all, "manual" the base alone,
// the name of a base ("crop-flip") that base, another published name that policy behind the base, a policy
// file or a study's folder what the file says (it holds its base). Error (usage) for a name that is none of
// these.
Policy arm_policy(const std::string& name, const Policy& base);

// The seed of a run: the k-th for a use ("trial", "final round", "comparison"). Uses do not share seeds, so a
// policy is not judged by the luck it was chosen for. Below 2^53: exact in every JSON reader.
std::uint64_t run_seed(std::uint64_t seed, std::string_view use, std::uint64_t k);

// Runs are numbered seed by seed: 0 .. arms-1 have the first seed, and so on; arms that lag in time do not
// lag in seeds. `folds`: the k-th seed has fold k + 1 of the data.
std::vector<RunRequest> arm_runs(const std::vector<Policy>& arms, const std::vector<std::uint64_t>& seeds,
                                 int epochs, bool folds = false);

}  // namespace variegate
