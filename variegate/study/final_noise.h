// How much chance there is in the rewards of a final round: of seeds, and of which pictures validate.
#pragma once

#include <cstddef>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// The standard deviation, in points, between runs of one policy that differ by their seed: pooled over the
// 351 policies of each recorded benchmark it is 0.9 to 1.4 (docs/experiments/final-choice.md).
constexpr double kUsualSeedDeviation = 1.2;

// Variances are of rewards in percentage points, squared.
struct FinalNoise {
  // The variance of one run of one arm, beyond what the runs of a seed have in common: it comes from another
  // seed and, where each seed has pictures of its own, from other pictures.
  double run = 0.0;
  double picture_share = 0.0;  // of `run`: what is due to pictures rather than to the seed
  // The variance of one arm's mean over any number of seeds that comes from these pictures validating and no
  // others; 0 where each seed has pictures of its own.
  double pictures = 0.0;
  int degrees = 1;     // of freedom of `run`
  bool paired = true;  // the runs said which pictures they classified rightly; else their variance is assumed
};

// A two-way analysis of variance, seeds by pictures, of every arm's difference from the first one, pooled
// over arms. A variance between seeds from so few runs is uncertain, so it is drawn towards the one measured
// on the recorded benchmarks (docs/experiments/final-choice.md). `arms`: one or more, no run of which failed,
// with the same seeds and rewards for values. `fresh_pictures`: each seed has validation pictures of its own;
// `pictures`: how many validate at once; 0: not known, so
// that none of the noise comes from them.
FinalNoise noise_of(const std::vector<const ArmRecord*>& arms, bool fresh_pictures, std::size_t pictures);

// The sum of squares of what neither the arm nor the seed explains of the arms' values, in their unit
// squared; it has (arms - 1) x (seeds - 1) degrees of freedom.
double interaction(const std::vector<const ArmRecord*>& arms);

}  // namespace variegate
