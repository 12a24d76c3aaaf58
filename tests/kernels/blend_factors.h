// Factors for tests of what blends: those of policies, and drawn ones.
#pragma once

#include <vector>

#include "variegate/core/random.h"

namespace variegate::test {

inline std::vector<float> blend_factors() {
  // Some multiples of 0.3, 0.6, 1.18 and 1.2 would be whole numbers if the factor were not rounded.
  std::vector<float> factors{0.0F,  0.1F, 0.3F, 0.5F, 0.6F, 0.999F, 1.0F,
                             1.18F, 1.2F, 1.9F, 2.0F, 7.3F, 10.0F};
  Stream random({.seed = 9, .place = hash_text("blend factors")});
  for (int i = 0; i < 30; ++i) factors.push_back(static_cast<float>(random.uniform(0.0, 2.0)));
  return factors;
}

}  // namespace variegate::test
