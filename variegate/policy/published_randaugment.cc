// Cubuk et al., "RandAugment: Practical Automated Data Augmentation with a Reduced Search Space" (NeurIPS
// 2020). The paper gives a list of operations and one magnitude M; what M means is left to programs, which
// differ:
//
//   paper (ours)  M of 10, every operation stronger as M grows; 14 operations, fill 128, nearest
//   torchvision   torchvision/transforms/autoaugment.py, RandAugment: the same 14, M of 30, solarize from
//   255,
//                 translate 150/331 of the side, fill 0, nearest
//   tf            tensorflow/tpu, models/official/efficientnet/autoaugment.py,
//   distort_image_with_randaugment: 16
//                 operations; a larger M makes posterize and solarize weaker, and enhances by 0.1 + 0.18 M,
//                 so that M = 5 does nothing. Its pixels (translate 10 M, cutout 4 M to each side) are shares
//                 of the 224 it was written for here
//   timm          timm/data/auto_augment.py, "rand-mM-nN": 15 operations, each with probability 1/2;
//   magnitudes as
//                 in tf, translate 0.045 M of the side, bilinear (timm: bilinear or bicubic by chance)
//   timm-increasing  the same with "inc1": factors 1 +- 0.09 M, posterize 4 down to 0 bits, solarize from 256
#include "variegate/policy/published_randaugment.h"

#include <algorithm>
#include <cmath>

#include "variegate/policy/published_calls.h"

namespace variegate {
namespace {

Node with(const char* op, const char* parameter, double value) {
  return with(op, parameter, Distribution::constant(value));
}

// What the paper's list and torchvision share: strength is M in parts of its range.
struct Strongest {
  double fill;
  double translate;      // of the side
  double solarize_from;  // threshold at M = 0
  bool whole_thresholds;
};

std::vector<Node> fourteen(double strength, const Strongest& ranges) {
  const auto signed_value = [&](double strongest) {
    return Distribution::constant(readable(strongest * strength), true);
  };
  const auto factor = Distribution::constant(1.0 + signed_value(0.9).low, true);
  const double threshold = readable(ranges.solarize_from * (1.0 - strength));
  return {
      plain("identity"),
      plain("auto_contrast"),
      plain("equalize"),
      {moved("rotate", "degrees", signed_value(30.0), ranges.fill)},
      with("solarize", "threshold", ranges.whole_thresholds ? std::round(threshold) : threshold),
      with("color", "factor", factor),
      with("posterize", "bits", 8.0 - std::round(4.0 * strength)),
      with("contrast", "factor", factor),
      with("brightness", "factor", factor),
      with("sharpness", "factor", factor),
      {moved("shear_x", "shear", signed_value(0.3), ranges.fill)},
      {moved("shear_y", "shear", signed_value(0.3), ranges.fill)},
      {moved("translate_x", "fraction", signed_value(ranges.translate), ranges.fill)},
      {moved("translate_y", "fraction", signed_value(ranges.translate), ranges.fill)},
  };
}

// The operations of tf and timm, in timm's order, which tf's cutout joins.
std::vector<Node> by_tenths(double magnitude, Dialect dialect) {
  constexpr double kFill = 128;
  constexpr double kSide = 224;
  const bool increasing = dialect == Dialect::timm_increasing;
  const bool tf = dialect == Dialect::tf;
  const auto geometric = [&](const char* op, const char* parameter, double strongest) -> Node {
    const auto value = Distribution::constant(tenths::of(strongest, magnitude), true);
    return {tf ? moved(op, parameter, value, kFill) : interpolated(op, parameter, value, kFill)};
  };
  const auto factor = increasing ? Distribution::constant(1.0 + tenths::of(0.9, magnitude), true)
                                 : Distribution::constant(tenths::factor(magnitude));
  const double bits = tenths::cut(4.0, magnitude);
  const double threshold = tenths::cut(256.0, magnitude);
  const double translate = tf ? 100.0 / kSide : 0.45;
  std::vector<Node> options = {
      plain("auto_contrast"),
      plain("equalize"),
      plain("invert"),
      geometric("rotate", "degrees", 30.0),
      with("posterize", "bits", increasing ? 4.0 - bits : bits),
      with("solarize", "threshold", increasing ? 256.0 - threshold : threshold),
      with("solarize_add", "addition", tenths::cut(110.0, magnitude)),
      with("color", "factor", factor),
      with("contrast", "factor", factor),
      with("brightness", "factor", factor),
      with("sharpness", "factor", factor),
      geometric("shear_x", "shear", 0.3),
      geometric("shear_y", "shear", 0.3),
      geometric("translate_x", "fraction", translate),
      geometric("translate_y", "fraction", translate),
  };
  if (!tf) {
    for (Node& option : options) std::get<Call>(option.value).probability = 0.5;
    return options;
  }
  Call cutout{.op = "cutout"};
  const double side = 2.0 * tenths::cut(40.0, magnitude);
  cutout.arguments = {{"fraction", Distribution::constant(readable(side / kSide))},
                      {"fill", Distribution::constant(kFill)}};
  options.push_back({cutout});
  return options;
}

}  // namespace

double largest_magnitude(Dialect dialect) { return dialect == Dialect::torchvision ? 30.0 : 10.0; }

Policy randaugment(int calls, double magnitude, Dialect dialect) {
  const double strength = magnitude / largest_magnitude(dialect);
  Choose choose;
  choose.count = calls;
  Policy policy;
  policy.provenance.source = "Cubuk et al., RandAugment, NeurIPS 2020; ";
  switch (dialect) {
    case Dialect::paper:
      choose.options = fourteen(
          strength, {.fill = 128, .translate = 0.45, .solarize_from = 256.0, .whole_thresholds = true});
      policy.provenance.source += "M of 10, all magnitudes increasing";
      break;
    case Dialect::torchvision:
      choose.options = fourteen(
          strength,
          {.fill = 0, .translate = 150.0 / 331.0, .solarize_from = 255.0, .whole_thresholds = false});
      policy.provenance.source += "M of 30, as torchvision reads it";
      break;
    case Dialect::tf:
      choose.options = by_tenths(magnitude, dialect);
      policy.provenance.source += "M of 10, as the authors' code for EfficientNet reads it (tensorflow/tpu)";
      break;
    case Dialect::timm:
    case Dialect::timm_increasing:
      choose.options = by_tenths(magnitude, dialect);
      policy.provenance.source += dialect == Dialect::timm ? "M of 10, as timm reads it (rand-mM)"
                                                           : "M of 10, as timm reads it (rand-mM-inc1)";
      break;
  }
  policy.root = {choose};
  return policy;
}

}  // namespace variegate
