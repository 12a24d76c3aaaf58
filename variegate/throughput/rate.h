// How often something can be done in a second, measured so that a busy machine does little to the figure.
#pragma once

#include <functional>
#include <vector>

#include "variegate/core/describe.h"

namespace variegate {

struct Rate {
  double median = 0.0;  // of the rounds, a second
  double spread = 0.0;  // half the distance between the rounds' quartiles, as a share of the median
};

struct RateOptions {
  double seconds = 0.25;  // all rounds together, after the warm-up, which takes a fifth of that
  int rounds = 5;         // 1 or more
  int threads = 1;        // that do it at the same time
};

template <MaybeConst<RateOptions> Options, typename Visit>
void describe(Options& rate, Visit&& option) {
  option("seconds", rate.seconds,
         {.low = 0.001, .high = 3600, .summary = "time for each figure, all rounds together"});
  option("rounds", rate.rounds, {.low = 1, .high = 1000, .summary = "rounds whose median is the figure"});
  option("threads", rate.threads,
         {.low = 1, .high = 1024, .summary = "threads that augment at the same time, each its own pictures"});
}

// pass(thread) does `count` things on one thread, 0 .. threads - 1; gives things a second on all threads
// together.
Rate measure_rate(const std::function<void(int thread)>& pass, double count, const RateOptions& options);

// The median, and the spread as Rate has it, of the rates of single rounds; not empty.
Rate summarised(std::vector<double> rates);

}  // namespace variegate
