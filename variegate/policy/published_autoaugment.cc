// Cubuk et al., "AutoAugment: Learning Augmentation Strategies from Data" (CVPR 2019): the ranges of table 6,
// and the sub-policies of tables 7 (CIFAR-10), 8 (SVHN) and 9 (ImageNet) of its appendix.
//
// The tables give levels 0..9; what a level means, the paper leaves open beyond the two ends of table 6, and
// programs differ. Random signs are those of geometric operations, but where it says otherwise.
//
//   paper (ours)  ten levels evenly from one end of table 6 to the other: ninths. Factors 0.1 .. 1.9, so that
//                 levels 0..4 weaken and 5..9 strengthen; posterize 8 .. 4 bits, solarize 256 .. 0; fill 128,
//                 nearest
//   torchvision   torchvision/transforms/autoaugment.py: ninths as well, but factors 1 +- 0.1 l with a random
//   sign,
//                 solarize 255 .. 0, fill 0, nearest
//   tf            the authors' code, tensorflow/models, research/autoaugment/augmentation_transforms.py:
//   tenths,
//                 many cut to whole numbers; factors 0.1 + 0.18 l, posterize 4 .. 1 bits, translate l pixels
//                 of 32 (a share of the side here). It fills in the mean colour of the data, for which 128
//                 stands here
//   timm          timm/data/auto_augment.py, "original": tenths, posterize 4 .. 7 bits and solarize 0 .. 230,
//   both
//                 weaker as the level grows; bilinear (timm: bilinear or bicubic by chance)
//   timm-increasing  its "originalr": the same but for posterize, 4 .. 1 bits
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

enum class Kind { shear, translate, rotate, solarize, posterize, factor };

struct Rule {
  const char* op;
  const char* parameter;
  Kind kind;
};

constexpr Rule kRules[] = {
    {"shear_x", "shear", Kind::shear},
    {"shear_y", "shear", Kind::shear},
    {"translate_x", "fraction", Kind::translate},
    {"translate_y", "fraction", Kind::translate},
    {"rotate", "degrees", Kind::rotate},
    {"solarize", "threshold", Kind::solarize},
    {"posterize", "bits", Kind::posterize},
    {"color", "factor", Kind::factor},
    {"contrast", "factor", Kind::factor},
    {"brightness", "factor", Kind::factor},
    {"sharpness", "factor", Kind::factor},
};

constexpr double kWidestShift = 150.0 / 331.0;  // 150 pixels of a 331 pixel picture

bool is_geometric(Kind kind) {
  return kind == Kind::shear || kind == Kind::translate || kind == Kind::rotate;
}

double by_ninths(Kind kind, int level, Dialect dialect) {
  const bool torchvision = dialect == Dialect::torchvision;
  const auto between = [&](double first, double last) { return first + (last - first) * level / 9.0; };
  switch (kind) {
    case Kind::shear:
      return readable(between(0.0, 0.3));
    case Kind::translate:
      return readable(between(0.0, kWidestShift));
    case Kind::rotate:
      return readable(between(0.0, 30.0));
    case Kind::solarize:
      return torchvision ? readable(between(255.0, 0.0)) : std::round(between(256.0, 0.0));
    case Kind::posterize:
      return std::round(between(8.0, 4.0));
    case Kind::factor:
      break;
  }
  return readable(torchvision ? between(1.0, 1.9) : between(0.1, 1.9));
}

double by_tenths(Kind kind, int level, Dialect dialect) {
  const bool tf = dialect == Dialect::tf;
  switch (kind) {
    case Kind::shear:
      return tenths::of(0.3, level);
    case Kind::translate:
      return tf ? tenths::cut(10.0, level) / 32.0 : tenths::of(0.45, level);
    case Kind::rotate:
      return tf ? tenths::cut(30.0, level) : tenths::of(30.0, level);
    case Kind::solarize:
      return tf ? 256.0 - tenths::cut(256.0, level) : tenths::cut(256.0, level);
    case Kind::posterize:
      return dialect == Dialect::timm ? 4.0 + tenths::cut(4.0, level) : 4.0 - tenths::cut(4.0, level);
    case Kind::factor:
      break;
  }
  return tenths::factor(level);
}

Node call_of(const AutoAugmentCall& row, Dialect dialect) {
  Call call{.op = row.op};
  for (const Rule& rule : kRules) {
    if (call.op != rule.op) continue;
    const bool ninths = dialect == Dialect::paper || dialect == Dialect::torchvision;
    const bool timm = dialect == Dialect::timm || dialect == Dialect::timm_increasing;
    const double magnitude =
        ninths ? by_ninths(rule.kind, row.level, dialect) : by_tenths(rule.kind, row.level, dialect);
    const bool geometric = is_geometric(rule.kind);
    const bool mirrored = geometric || (dialect == Dialect::torchvision && rule.kind == Kind::factor);
    const auto value = Distribution::constant(magnitude, mirrored);
    const double fill = dialect == Dialect::torchvision ? 0 : 128;
    call = !geometric ? Call{row.op, {{rule.parameter, value}}}
           : timm     ? interpolated(row.op, rule.parameter, value, fill)
                      : moved(row.op, rule.parameter, value, fill);
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

Policy autoaugment(const std::string& dataset, Dialect dialect) {
  Choose choose;
  for (const AutoAugmentSubPolicy& row : autoaugment_table(dataset)) {
    choose.options.push_back({Sequence{{call_of(row[0], dialect), call_of(row[1], dialect)}}});
  }
  Policy policy;
  policy.name = "autoaugment-" + dataset;
  policy.root = {choose};
  policy.provenance.source = "Cubuk et al., AutoAugment, CVPR 2019, appendix";
  if (dialect != Dialect::paper) policy.provenance.source += ", levels as read by " + reader_of(dialect);
  return policy;
}

}  // namespace variegate
