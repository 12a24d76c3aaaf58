#include "variegate/policy/published_uniform.h"

#include <cmath>

#include "variegate/policy/published_calls.h"

namespace variegate {
// Mueller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation" (ICCV 2021), the
// wide space: one operation of 14, its strength one of 31 levels.
std::vector<Node> trivialaugment_options(double strength) {
  constexpr int kLevels = 31;
  constexpr double kFill = 0;
  const auto signed_levels = [&](double strongest) {
    return Distribution::stepped(0.0, readable(strongest * strength), kLevels, true);
  };
  const auto levels_up_to = [](double lowest,
                               double high) {  // whole numbers: a small strength may leave but one
    return lowest < high ? Distribution::stepped(lowest, high, kLevels) : Distribution::constant(high);
  };
  const auto factor = Distribution::stepped(1.0, readable(1.0 + 0.99 * strength), kLevels, true);
  const auto threshold = levels_up_to(std::round(255.0 * (1.0 - strength)), 255.0);
  const auto bits = levels_up_to(8.0 - std::round(6.0 * strength), 8.0);
  return {
      plain("identity"),
      plain("auto_contrast"),
      plain("equalize"),
      {moved("rotate", "degrees", signed_levels(135.0), kFill)},
      with("solarize", "threshold", threshold),
      with("color", "factor", factor),
      with("posterize", "bits", bits),
      with("contrast", "factor", factor),
      with("brightness", "factor", factor),
      with("sharpness", "factor", factor),
      {moved("shear_x", "shear", signed_levels(0.99), kFill)},
      {moved("shear_y", "shear", signed_levels(0.99), kFill)},
      {moved("translate_x", "pixels", signed_levels(32.0), kFill)},
      {moved("translate_y", "pixels", signed_levels(32.0), kFill)},
  };
}

Policy trivialaugment() {
  Choose choose;
  choose.options = trivialaugment_options(1.0);
  Policy policy;
  policy.name = "trivialaugment";
  policy.root = {choose};
  policy.provenance.source = "Mueller and Hutter, TrivialAugment, ICCV 2021, wide space";
  return policy;
}

// LingChen et al., "UniformAugment: A Search-free Probabilistic Data Augmentation Approach" (2020): two
// operations, each applied with probability 1/2 (the paper draws the probability uniformly from 0..1 for
// every sample, which is the same), magnitudes uniform over the ranges of Fast AutoAugment.
Policy uniformaugment() {
  constexpr double kFill = 0;
  const auto either_side = [](double strongest) { return Distribution::uniform(-strongest, strongest); };
  const auto factor = Distribution::uniform(0.1, 1.9);
  Choose choose;
  choose.options = {
      plain("identity"),
      {moved("shear_x", "shear", either_side(0.3), kFill)},
      {moved("shear_y", "shear", either_side(0.3), kFill)},
      {moved("translate_x", "fraction", either_side(0.45), kFill)},
      {moved("translate_y", "fraction", either_side(0.45), kFill)},
      {moved("rotate", "degrees", either_side(30.0), kFill)},
      plain("auto_contrast"),
      plain("invert"),
      plain("equalize"),
      with("solarize", "threshold", Distribution::uniform(0.0, 256.0)),
      with("posterize", "bits", Distribution::uniform(4.0, 8.0)),
      with("contrast", "factor", factor),
      with("color", "factor", factor),
      with("brightness", "factor", factor),
      with("sharpness", "factor", factor),
      with("cutout", "fraction", Distribution::uniform(0.0, 0.2)),
  };
  for (Node& option : choose.options) std::get<Call>(option.value).probability = 0.5;
  choose.count = 2;
  Policy policy;
  policy.name = "uniformaugment";
  policy.root = {choose};
  policy.provenance.source = "LingChen et al., UniformAugment, 2020";
  return policy;
}

// Hendrycks et al., "AugMix: A Simple Data Processing Method to Improve Robustness and Uncertainty" (ICLR
// 2020): severity 3 of 10, levels drawn from 0.1..3 tenths of the range, interpolated bilinearly, without the
// operations that ImageNet-C's corruptions resemble. Magnitudes that the authors' code rounds to whole
// numbers are not rounded here, but for posterize: 4 bits up to level 2.5, 3 bits above.
Policy augmix() {
  constexpr double kLowest = 0.1 / 10.0;
  constexpr double kSeverity = 3.0 / 10.0;
  const auto levels = [&](double strongest) {
    return Distribution::uniform(readable(kLowest * strongest), readable(kSeverity * strongest), true);
  };
  Choose posterize;
  posterize.options = {with("posterize", "bits", Distribution::constant(4)),
                       with("posterize", "bits", Distribution::constant(3))};
  posterize.weights = {24, 5};  // 2.5 - 0.1 and 3 - 2.5
  Mix mix;
  mix.options = {
      plain("auto_contrast"),
      plain("equalize"),
      {posterize},
      with("rotate", "degrees", levels(30.0)),
      with("solarize", "threshold",
           Distribution::uniform(readable(256.0 * (1.0 - kSeverity)), readable(256.0 * (1.0 - kLowest)))),
      with("shear_x", "shear", levels(0.3)),
      with("shear_y", "shear", levels(0.3)),
      with("translate_x", "fraction", levels(1.0 / 3.0)),
      with("translate_y", "fraction", levels(1.0 / 3.0)),
  };
  Policy policy;
  policy.name = "augmix";
  policy.root = {mix};
  policy.provenance.source = "Hendrycks et al., AugMix, ICLR 2020, severity 3";
  return policy;
}

}  // namespace variegate
