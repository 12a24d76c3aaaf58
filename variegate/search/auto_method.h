// Which method a search takes when none is named.
#pragma once

#include <cstdint>
#include <string>

#include "variegate/space/space.h"

namespace variegate {

struct MethodChoice {
  std::string method;
  std::string why;  // half a sentence
};

// trials: planned; 0: not known. docs/experiments/every-seed.md has the figures behind the rule.
MethodChoice choose_method(const Space& space, std::int64_t trials);

}  // namespace variegate
