// Outcomes on one scale, for methods that compare trials by one number.
#pragma once

#include <span>
#include <vector>

#include "variegate/search/searcher.h"

namespace variegate {

// One number an outcome, in order. complete: its reward. stopped: known to be worse than most and no more,
// since it would have gained in the epochs it was not given; its own reward, but not below the worst complete
// trial nor above the median one. failed: the worst of the others, so that the method moves away from what
// breaks without being thrown off scale. 0 for all when every trial failed.
std::vector<double> standings(std::span<const Outcome> outcomes);

// The indices of outcomes from the best to the worst, for methods that only compare: complete ones by reward,
// then those stopped early, the later the better and then by reward (as Akiba et al., KDD 2019, rank pruned
// trials), then those that failed. Equals in their order.
std::vector<std::size_t> ranking(std::span<const Outcome> outcomes);

}  // namespace variegate
