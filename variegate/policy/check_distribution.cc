#include <fmt/format.h>

#include <cmath>

#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/op.h"
#include "variegate/policy/check.h"
#include "variegate/policy/check_failure.h"

namespace variegate {
void check_distribution(const Distribution& value, const Parameter& parameter, const std::string& where) {
  const auto fits = [&](double number) {
    return std::isfinite(number) && number >= parameter.low - kSlack && number <= parameter.high + kSlack;
  };
  const std::string range =
      fmt::format("{} .. {} {}", number_text(parameter.low), number_text(parameter.high), parameter.unit);
  for (const double bound : {value.low, value.high}) {
    if (!std::isfinite(bound) || bound < parameter.low || bound > parameter.high) {
      fail(where, "out of range", number_text(bound), range);
    }
    if (parameter.integer && bound != std::floor(bound)) {
      fail(where, "not a whole number", number_text(bound), "a whole number in " + range);
    }
    const double reflected = 2.0 * parameter.neutral - bound;
    if (value.mirror && !fits(reflected)) {
      fail(where, "out of range when mirrored",
           fmt::format("{} reflected about {} to {}", number_text(bound), number_text(parameter.neutral),
                       number_text(reflected)),
           range);
    }
  }
  if (value.low > value.high) {
    fail(where, "bounds in the wrong order",
         fmt::format("{} before {}", number_text(value.low), number_text(value.high)),
         "the lower bound first");
  }
  const bool constant = value.kind == Distribution::Kind::constant;
  if (constant && value.low != value.high) {
    fail(where, "a constant with two values",
         fmt::format("{} and {}", number_text(value.low), number_text(value.high)), "one value");
  }
  if (!parameter.choices.empty() && (!constant || value.mirror || value.low != std::floor(value.low))) {
    fail(where, "a name cannot be drawn", "a distribution",
         fmt::format("one of {}", fmt::join(parameter.choices, ", ")), "draw by a choose over two calls");
  }
  if (value.kind == Distribution::Kind::levels) {
    if (value.levels < 2 || value.levels > kMostLevels)
      fail(where + ".levels", "out of range", std::to_string(value.levels),
           fmt::format("2 .. {}", kMostLevels));
  } else if (value.levels != 0) {
    fail(where, "levels without a range in steps", std::to_string(value.levels), "0 levels");
  }
}

const Parameter& require_parameter(const std::vector<Parameter>& parameters, const std::string& owner,
                                   const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return parameter;
    names.push_back(parameter.name);
  }
  fail(where, "'" + owner + "' has no such parameter", "'" + name + "'" + did_you_mean(name, names),
       names.empty() ? "no parameters" : fmt::format("one of {}", fmt::join(names, ", ")));
}

const Parameter& require_parameter(const Op& op, const std::string& name, const std::string& where) {
  return require_parameter(op.parameters, op.name, name, where);
}

}  // namespace variegate
