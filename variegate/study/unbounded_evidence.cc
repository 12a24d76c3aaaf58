#include "variegate/study/unbounded_evidence.h"

#include <algorithm>
#include <cmath>

#include "variegate/study/statistics.h"

namespace variegate {
namespace {

constexpr double kNormalMad = 1.4826;  // standard deviations of a normal distribution in its median distance
constexpr double kFar = 4.0;           // scales
constexpr double kFurthest = 1e6;      // points: where the algebra still has digits left
// A study whose trials differ by less than this share of what tells an arm from the reference is looked at as
// if they differed by so much, for the same reason.
constexpr double kLeastShare = 1e-4;
// Weak, since nothing is known of the metric: two seeds of two policies still weigh a third.
constexpr int kPriorDegrees = 2;
// Which pictures validate is part of the chance that returns with every seed, and values without pictures do
// not tell how much. Of accuracies it is 300 / n points squared of one arm beside 1.44 + 900 / n of one run
// (final_noise.cc), so this share of the variance of a run at n pictures.
double share_that_lasts(std::size_t pictures) {
  constexpr double kHalf = 625.0;
  return kHalf / (static_cast<double>(pictures) + kHalf) / 3.0;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2.0;
}

double robust_deviation(std::span<const double> values) {
  if (values.empty()) return 0.0;
  const double centre = median({values.begin(), values.end()});
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - centre));
  return kNormalMad * median(std::move(distances));
}

}  // namespace

double scale_of(std::span<const double> trials, const std::vector<const ArmRecord*>& arms) {
  std::vector<double> means;
  double deviation = 0.0;
  for (const ArmRecord* arm : arms) {
    means.push_back(mean(arm->values));
    deviation = std::max(deviation, standard_deviation(arm->values));
  }
  const double furthest_above = *std::max_element(means.begin(), means.end()) - means.front();
  for (const double scale : {robust_deviation(trials), robust_deviation(means), deviation}) {
    if (scale > 0.0 && std::isfinite(scale)) return std::max(scale, kLeastShare * furthest_above);
  }
  return furthest_above > 0.0 ? furthest_above : 1.0;
}

void draw_in(std::span<double> values, double scale) {
  if (values.empty()) return;
  const double centre = median({values.begin(), values.end()});
  for (double& value : values) value = std::clamp(value, centre - kFar * scale, centre + kFar * scale);
}

void set_apart(ArmEvidence& evidence) {
  if (evidence.differences.empty()) return;
  std::vector<double> all = evidence.differences;
  all.push_back(0.0);  // the reference
  const double centre = median(all);
  const double far = kFar * kUsualSpread;
  evidence.apart.assign(evidence.differences.size(), 0.0);
  double furthest = 0.0;
  for (std::size_t k = 0; k < evidence.differences.size(); ++k) {
    double& difference = evidence.differences[k];
    difference = std::max(difference, -kFurthest);
    const double below = centre - difference;
    if (below > far) {
      evidence.apart[k] = below * below;
    } else {
      furthest = std::max(furthest, std::abs(difference));
    }
  }
  evidence.reference_deviation = std::max(evidence.reference_deviation, 3.0 * furthest);
}

FinalNoise unbounded_noise(const std::vector<const ArmRecord*>& arms, const ArmEvidence& evidence,
                           double points, std::size_t pictures) {
  std::vector<const ArmRecord*> alike{arms.front()};
  for (std::size_t k = 1; k < arms.size(); ++k) {
    if (evidence.apart[k - 1] == 0.0) alike.push_back(arms[k]);
  }
  const auto free = static_cast<int>((alike.size() - 1) * (evidence.seeds - 1));
  FinalNoise noise;
  noise.paired = false;
  noise.degrees = kPriorDegrees + free;
  noise.run =
      (kPriorDegrees * kUsualSeedDeviation * kUsualSeedDeviation + interaction(alike) * points * points) /
      noise.degrees;
  if (!evidence.fresh_pictures) noise.pictures = share_that_lasts(pictures) * noise.run;
  return noise;
}

}  // namespace variegate
