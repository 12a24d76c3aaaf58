#include "variegate/policy/published_calls.h"

#include <cmath>

namespace variegate {

double readable(double value) { return std::round(value * 1e12) / 1e12; }

Node plain(const char* op) { return {Call{.op = op}}; }

Node with(const char* op, const char* parameter, const Distribution& value) {
  return {Call{.op = op, .arguments = {{parameter, value}}}};
}

Call interpolated(const char* op, const char* parameter, const Distribution& value, double fill) {
  Call call{.op = op, .arguments = {{parameter, value}}};
  if (fill != 0.0) call.arguments.push_back({"fill", Distribution::constant(fill)});
  return call;
}

Call moved(const char* op, const char* parameter, const Distribution& value, double fill) {
  constexpr double kNearest = 0;  // of the choices of `interpolation`
  Call call = interpolated(op, parameter, value, fill);
  call.arguments.push_back({"interpolation", Distribution::constant(kNearest)});
  return call;
}

}  // namespace variegate
