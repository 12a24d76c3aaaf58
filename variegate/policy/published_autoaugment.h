// The three policies that AutoAugment published: 25 sub-policies of two operations each.
#pragma once

#include <array>
#include <span>
#include <string>

#include "variegate/policy/dialect.h"
#include "variegate/policy/policy.h"

namespace variegate {

// One operation of a sub-policy as the paper's tables print it.
struct AutoAugmentCall {
  const char* op;      // as variegate names it
  double probability;  // 0 .. 1
  int level;           // 0 .. 9, of 10 evenly spaced magnitudes; 0 where the operation has none
};

using AutoAugmentSubPolicy = std::array<AutoAugmentCall, 2>;

// dataset: "cifar10", "svhn" or "imagenet".
std::span<const AutoAugmentSubPolicy> autoaugment_table(const std::string& dataset);

Policy autoaugment(const std::string& dataset, Dialect dialect = Dialect::paper);

}  // namespace variegate
