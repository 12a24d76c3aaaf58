// Values for an operation's parameters, drawn by rapidcheck.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "variegate/ops/description.h"

namespace variegate::test {

// Any value a policy may give, the ends of the range more often than chance has them.
inline rc::Gen<double> parameter_value(const Parameter& parameter) {
  return rc::gen::map(rc::gen::inRange(0, 1201), [&parameter](int thousandths) {
    const double share = std::clamp((thousandths - 100) / 1000.0, 0.0, 1.0);
    const double value = parameter.low + share * (parameter.high - parameter.low);
    return parameter.integer ? std::round(value) : value;
  });
}

inline std::vector<double> any_values(const Op& op) {
  std::vector<double> values;
  for (const Parameter& parameter : op.parameters)
    values.push_back(*parameter_value(parameter).as(parameter.name));
  return values;
}

}  // namespace variegate::test
