// Cubuk et al., "AutoAugment: Learning Augmentation Strategies from Data" (CVPR 2019): the ranges of table 6,
// and the sub-policies of tables 7 (CIFAR-10), 8 (SVHN) and 9 (ImageNet) of its appendix.
//
// Two dialects are in use. torchvision and others turn the enhancing operations into 1 +- v with a random
// sign; the paper's table and code map the ten levels evenly to factors 0.1 .. 1.9, so that levels 0..4
// weaken and 5..9 strengthen. The policies were searched with the latter, which is what this file does. As in
// the paper's code, the sign of geometric magnitudes is random, what moves in is grey (128) and pixels are
// not interpolated.
#include "variegate/policy/published_autoaugment.h"

#include <cmath>

#include "variegate/core/error.h"
#include "variegate/policy/published_calls.h"

namespace variegate {
namespace {

constexpr AutoAugmentSubPolicy kCifar10[] = {
    {{{"invert", 0.1, 0}, {"contrast", 0.2, 6}}},
    {{{"rotate", 0.7, 2}, {"translate_x", 0.3, 9}}},
    {{{"sharpness", 0.8, 1}, {"sharpness", 0.9, 3}}},
    {{{"shear_y", 0.5, 8}, {"translate_y", 0.7, 9}}},
    {{{"auto_contrast", 0.5, 0}, {"equalize", 0.9, 0}}},
    {{{"shear_y", 0.2, 7}, {"posterize", 0.3, 7}}},
    {{{"color", 0.4, 3}, {"brightness", 0.6, 7}}},
    {{{"sharpness", 0.3, 9}, {"brightness", 0.7, 9}}},
    {{{"equalize", 0.6, 0}, {"equalize", 0.5, 0}}},
    {{{"contrast", 0.6, 7}, {"sharpness", 0.6, 5}}},
    {{{"color", 0.7, 7}, {"translate_x", 0.5, 8}}},
    {{{"equalize", 0.3, 0}, {"auto_contrast", 0.4, 0}}},
    {{{"translate_y", 0.4, 3}, {"sharpness", 0.2, 6}}},
    {{{"brightness", 0.9, 6}, {"color", 0.2, 8}}},
    {{{"solarize", 0.5, 2}, {"invert", 0.0, 0}}},
    {{{"equalize", 0.2, 0}, {"auto_contrast", 0.6, 0}}},
    {{{"equalize", 0.2, 0}, {"equalize", 0.6, 0}}},
    {{{"color", 0.9, 9}, {"equalize", 0.6, 0}}},
    {{{"auto_contrast", 0.8, 0}, {"solarize", 0.2, 8}}},
    {{{"brightness", 0.1, 3}, {"color", 0.7, 0}}},
    {{{"solarize", 0.4, 5}, {"auto_contrast", 0.9, 0}}},
    {{{"translate_y", 0.9, 9}, {"translate_y", 0.7, 9}}},
    {{{"auto_contrast", 0.9, 0}, {"solarize", 0.8, 3}}},
    {{{"equalize", 0.8, 0}, {"invert", 0.1, 0}}},
    {{{"translate_y", 0.7, 9}, {"auto_contrast", 0.9, 0}}},
};

constexpr AutoAugmentSubPolicy kSvhn[] = {
    {{{"shear_x", 0.9, 4}, {"invert", 0.2, 0}}},       {{{"shear_y", 0.9, 8}, {"invert", 0.7, 0}}},
    {{{"equalize", 0.6, 0}, {"solarize", 0.6, 6}}},    {{{"invert", 0.9, 0}, {"equalize", 0.6, 0}}},
    {{{"equalize", 0.6, 0}, {"rotate", 0.9, 3}}},      {{{"shear_x", 0.9, 4}, {"auto_contrast", 0.8, 0}}},
    {{{"shear_y", 0.9, 8}, {"invert", 0.4, 0}}},       {{{"shear_y", 0.9, 5}, {"solarize", 0.2, 6}}},
    {{{"invert", 0.9, 0}, {"auto_contrast", 0.8, 0}}}, {{{"equalize", 0.6, 0}, {"rotate", 0.9, 3}}},
    {{{"shear_x", 0.9, 4}, {"solarize", 0.3, 3}}},     {{{"shear_y", 0.8, 8}, {"invert", 0.7, 0}}},
    {{{"equalize", 0.9, 0}, {"translate_y", 0.6, 6}}}, {{{"invert", 0.9, 0}, {"equalize", 0.6, 0}}},
    {{{"contrast", 0.3, 3}, {"rotate", 0.8, 4}}},      {{{"invert", 0.8, 0}, {"translate_y", 0.0, 2}}},
    {{{"shear_y", 0.7, 6}, {"solarize", 0.4, 8}}},     {{{"invert", 0.6, 0}, {"rotate", 0.8, 4}}},
    {{{"shear_y", 0.3, 7}, {"translate_x", 0.9, 3}}},  {{{"shear_x", 0.1, 6}, {"invert", 0.6, 0}}},
    {{{"solarize", 0.7, 2}, {"translate_y", 0.6, 7}}}, {{{"shear_y", 0.8, 4}, {"invert", 0.8, 0}}},
    {{{"shear_x", 0.7, 9}, {"translate_y", 0.8, 3}}},  {{{"shear_y", 0.8, 5}, {"auto_contrast", 0.7, 0}}},
    {{{"shear_x", 0.7, 2}, {"invert", 0.1, 0}}},
};

constexpr AutoAugmentSubPolicy kImageNet[] = {
    {{{"posterize", 0.4, 8}, {"rotate", 0.6, 9}}},  {{{"solarize", 0.6, 5}, {"auto_contrast", 0.6, 0}}},
    {{{"equalize", 0.8, 0}, {"equalize", 0.6, 0}}}, {{{"posterize", 0.6, 7}, {"posterize", 0.6, 6}}},
    {{{"equalize", 0.4, 0}, {"solarize", 0.2, 4}}}, {{{"equalize", 0.4, 0}, {"rotate", 0.8, 8}}},
    {{{"solarize", 0.6, 3}, {"equalize", 0.6, 0}}}, {{{"posterize", 0.8, 5}, {"equalize", 1.0, 0}}},
    {{{"rotate", 0.2, 3}, {"solarize", 0.6, 8}}},   {{{"equalize", 0.6, 0}, {"posterize", 0.4, 6}}},
    {{{"rotate", 0.8, 8}, {"color", 0.4, 0}}},      {{{"rotate", 0.4, 9}, {"equalize", 0.6, 0}}},
    {{{"equalize", 0.0, 0}, {"equalize", 0.8, 0}}}, {{{"invert", 0.6, 0}, {"equalize", 1.0, 0}}},
    {{{"color", 0.6, 4}, {"contrast", 1.0, 8}}},    {{{"rotate", 0.8, 8}, {"color", 1.0, 2}}},
    {{{"color", 0.8, 8}, {"solarize", 0.8, 7}}},    {{{"sharpness", 0.4, 7}, {"invert", 0.6, 0}}},
    {{{"shear_x", 0.6, 5}, {"equalize", 1.0, 0}}},  {{{"color", 0.4, 0}, {"equalize", 0.6, 0}}},
    {{{"equalize", 0.4, 0}, {"solarize", 0.2, 4}}}, {{{"solarize", 0.6, 5}, {"auto_contrast", 0.6, 0}}},
    {{{"invert", 0.6, 0}, {"equalize", 1.0, 0}}},   {{{"color", 0.6, 4}, {"contrast", 1.0, 8}}},
    {{{"equalize", 0.8, 0}, {"equalize", 0.6, 0}}},
};

// Where the ten levels of an operation lie: 0 at `first`, 9 at `last`.
struct LevelRange {
  const char* op;
  const char* parameter;
  double first;
  double last;
  bool geometric;
  bool whole;  // rounded to whole numbers
};

constexpr LevelRange kRanges[] = {
    {"shear_x", "shear", 0.0, 0.3, true, false},
    {"shear_y", "shear", 0.0, 0.3, true, false},
    {"translate_x", "fraction", 0.0, 150.0 / 331.0, true, false},  // 150 pixels of a 331 pixel picture
    {"translate_y", "fraction", 0.0, 150.0 / 331.0, true, false},
    {"rotate", "degrees", 0.0, 30.0, true, false},
    {"solarize", "threshold", 256.0, 0.0, false, true},
    {"posterize", "bits", 8.0, 4.0, false, true},
    {"color", "factor", 0.1, 1.9, false, false},
    {"contrast", "factor", 0.1, 1.9, false, false},
    {"brightness", "factor", 0.1, 1.9, false, false},
    {"sharpness", "factor", 0.1, 1.9, false, false},
};

Node call_of(const AutoAugmentCall& row) {
  constexpr double kFill = 128;
  Call call{.op = row.op};
  for (const LevelRange& range : kRanges) {
    if (call.op != range.op) continue;
    const double level = range.first + (range.last - range.first) * row.level / 9.0;
    const double magnitude = range.whole ? std::round(level) : readable(level);
    const auto value = Distribution::constant(magnitude, range.geometric);
    call = range.geometric ? moved(row.op, range.parameter, value, kFill)
                           : Call{row.op, {{range.parameter, value}}};
    break;
  }
  call.probability = row.probability;
  return {call};
}

}  // namespace

std::span<const AutoAugmentSubPolicy> autoaugment_table(const std::string& dataset) {
  if (dataset == "cifar10") return kCifar10;
  if (dataset == "svhn") return kSvhn;
  if (dataset == "imagenet") return kImageNet;
  throw Error({.where = "",
               .what = "no such AutoAugment policy",
               .got = "'" + dataset + "'",
               .expected = "cifar10, svhn or imagenet",
               .mend = ""},
              ErrorKind::usage);
}

Policy autoaugment(const std::string& dataset) {
  Choose choose;
  for (const AutoAugmentSubPolicy& row : autoaugment_table(dataset)) {
    choose.options.push_back({Sequence{{call_of(row[0]), call_of(row[1])}}});
  }
  Policy policy;
  policy.name = "autoaugment-" + dataset;
  policy.root = {choose};
  policy.provenance.source = "Cubuk et al., AutoAugment, CVPR 2019, appendix";
  return policy;
}

}  // namespace variegate
