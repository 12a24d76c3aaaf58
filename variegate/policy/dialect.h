// Dialects: AutoAugment's levels and RandAugment's magnitudes become degrees, bits and factors in different
// ways in the paper and in the programs that people use, and the same name means different augmentation
// there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

// paper: what a name without a dialect means. tf: the authors' published code. timm_increasing: timm's, with
// posterize (RandAugment: with all operations) stronger as the level grows.
enum class Dialect { paper, torchvision, tf, timm, timm_increasing };

// "torchvision", "tf", ...: those that a published policy may end in, behind a colon; not paper.
const std::vector<std::string>& dialect_names();

std::optional<Dialect> dialect_named(std::string_view name);

// The program whose code reads it so: "tensorflow/models, research/autoaugment".
std::string reader_of(Dialect dialect);

// A level of 0 .. 10 as the programs that count in tenths read it; each is exact in the floating point that
// they compute in, so that what they cut to whole numbers is cut alike.
namespace tenths {
double of(double strongest, double level);   // level / 10 of it
double cut(double strongest, double level);  // the same, cut to a whole number
double factor(double level);                 // 0.1 .. 1.9 of enhancing operations
}  // namespace tenths

}  // namespace variegate
