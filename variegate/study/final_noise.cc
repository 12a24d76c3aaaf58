#include "variegate/study/final_noise.h"

#include <algorithm>
#include <numeric>

#include "variegate/study/arm_results.h"
#include "variegate/study/statistics.h"

namespace variegate {
namespace {

// The variance between runs of one policy that differ by their seed.
constexpr double kSeedVariance = kUsualSeedDeviation * kUsualSeedDeviation;
constexpr int kSeedVarianceDegrees = 4;
// The share of the variance (of one run's difference between two policies on one picture) that comes back
// with every seed: measured on the children of the recorded benchmarks (docs/experiments/final-choice.md).
constexpr double kShareOfThePicture = 0.25;
// How alike two policies are in which pictures they classify rightly, where the runs did not say.
constexpr double kCorrelation = 0.5;
constexpr double kPercent = 100.0;

// The variance of the difference between two arms on one picture, in squared shares (0..1).
struct PictureVariance {
  double lasting = 0.0;  // the same with every seed
  double run = 0.0;      // another with every run
};

PictureVariance split_by_assumption(double variance) {
  return {.lasting = kShareOfThePicture * variance, .run = (1.0 - kShareOfThePicture) * variance};
}

bool says_which_pictures(const std::vector<const ArmRecord*>& arms, bool fresh_pictures) {
  const std::vector<std::vector<bool>>& first = arms.front()->right;
  if (first.size() != arms.front()->values.size()) return false;
  return std::all_of(arms.begin(), arms.end(), [&](const ArmRecord* arm) {
    if (arm->right.size() != first.size()) return false;
    for (std::size_t seed = 0; seed < first.size(); ++seed) {
      const std::size_t pictures = arm->right[seed].size();
      if (pictures < 2 || pictures != first[fresh_pictures ? seed : 0].size()) return false;
    }
    return true;
  });
}

double difference(const ArmRecord& arm, const ArmRecord& other, std::size_t seed, std::size_t picture) {
  return static_cast<double>(arm.right[seed][picture]) - static_cast<double>(other.right[seed][picture]);
}

// The variance within seeds, for pictures that each seed has for itself.
double variance_within_seeds(const ArmRecord& arm, const ArmRecord& other) {
  double variance = 0.0;
  for (std::size_t seed = 0; seed < arm.right.size(); ++seed) {
    std::vector<double> differences(arm.right[seed].size());
    for (std::size_t i = 0; i < differences.size(); ++i) differences[i] = difference(arm, other, seed, i);
    const double deviation = standard_deviation(differences);
    variance += deviation * deviation;
  }
  return variance / static_cast<double>(arm.right.size());
}

// Two-way analysis of variance with one value a cell.
PictureVariance variance_over_seeds(const ArmRecord& arm, const ArmRecord& other) {
  const std::size_t seeds = arm.right.size();
  const std::size_t pictures = arm.right.front().size();
  std::vector<double> of_seed(seeds, 0.0);
  std::vector<double> of_picture(pictures, 0.0);
  double squares = 0.0;
  for (std::size_t seed = 0; seed < seeds; ++seed) {
    for (std::size_t i = 0; i < pictures; ++i) {
      const double value = difference(arm, other, seed, i);
      of_seed[seed] += value;
      of_picture[i] += value;
      squares += value * value;
    }
  }
  const auto rows = static_cast<double>(seeds);
  const auto columns = static_cast<double>(pictures);
  const double total = std::accumulate(of_seed.begin(), of_seed.end(), 0.0);
  const double centre = total * total / (rows * columns);
  const double by_seed = std::inner_product(of_seed.begin(), of_seed.end(), of_seed.begin(), 0.0) / columns;
  const double by_picture =
      std::inner_product(of_picture.begin(), of_picture.end(), of_picture.begin(), 0.0) / rows;
  const double mean_square_pictures = (by_picture - centre) / (columns - 1.0);
  const double mean_square_rest =
      std::max(0.0, squares - by_seed - by_picture + centre) / ((rows - 1.0) * (columns - 1.0));
  return {.lasting = std::max(0.0, mean_square_pictures - mean_square_rest) / rows, .run = mean_square_rest};
}

PictureVariance picture_variance(const std::vector<const ArmRecord*>& arms, bool fresh_pictures) {
  PictureVariance sum;
  for (std::size_t k = 1; k < arms.size(); ++k) {
    PictureVariance own;
    if (fresh_pictures) {
      own.run = variance_within_seeds(*arms[k], *arms.front());
    } else if (arms[k]->right.size() == 1) {
      own = split_by_assumption(variance_within_seeds(*arms[k], *arms.front()));
    } else {
      own = variance_over_seeds(*arms[k], *arms.front());
    }
    sum.lasting += own.lasting;
    sum.run += own.run;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(arms.size(), 2) - 1);
  return {.lasting = sum.lasting / count, .run = sum.run / count};
}

PictureVariance assumed_variance(const std::vector<const ArmRecord*>& arms, bool fresh_pictures) {
  double right = 0.0;
  for (const ArmRecord* arm : arms) right += arm_mean(*arm) / static_cast<double>(arms.size());
  const double variance = 2.0 * right * (1.0 - right) * (1.0 - kCorrelation);
  return fresh_pictures ? PictureVariance{.lasting = 0.0, .run = variance} : split_by_assumption(variance);
}

}  // namespace

double interaction(const std::vector<const ArmRecord*>& arms) {
  const std::size_t seeds = arms.front()->values.size();
  std::vector<double> of_seed(seeds, 0.0);
  double all = 0.0;
  for (const ArmRecord* arm : arms) {
    for (std::size_t seed = 0; seed < seeds; ++seed)
      of_seed[seed] += arm->values[seed] / static_cast<double>(arms.size());
    all += mean(arm->values) / static_cast<double>(arms.size());
  }
  double squares = 0.0;
  for (const ArmRecord* arm : arms) {
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      const double rest = arm->values[seed] - mean(arm->values) - of_seed[seed] + all;
      squares += rest * rest;
    }
  }
  return squares;
}

FinalNoise noise_of(const std::vector<const ArmRecord*>& arms, bool fresh_pictures, std::size_t pictures) {
  FinalNoise noise;
  noise.paired = says_which_pictures(arms, fresh_pictures);
  const PictureVariance variance =
      noise.paired ? picture_variance(arms, fresh_pictures) : assumed_variance(arms, fresh_pictures);
  // Half of a difference's variance is one arm's; 0 where it is not known how many validate.
  const double of_one_arm = pictures == 0 ? 0.0 : kPercent * kPercent / (2.0 * static_cast<double>(pictures));
  noise.pictures = variance.lasting * of_one_arm;
  const double expected = kSeedVariance + variance.run * of_one_arm;
  noise.picture_share = variance.run * of_one_arm / expected;
  const std::size_t seeds = arms.front()->values.size();
  const auto free = static_cast<int>((arms.size() - 1) * (seeds - 1));
  noise.degrees = kSeedVarianceDegrees + free;
  noise.run = (kSeedVarianceDegrees * expected + interaction(arms) * kPercent * kPercent) / noise.degrees;
  return noise;
}

}  // namespace variegate
