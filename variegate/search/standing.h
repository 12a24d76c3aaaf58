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

}  // namespace variegate
