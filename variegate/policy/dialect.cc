#include "variegate/policy/dialect.h"

#include <algorithm>
#include <cmath>

#include "variegate/policy/published_calls.h"

namespace variegate {

const std::vector<std::string>& dialect_names() {
  static const std::vector<std::string> names = {"torchvision", "tf", "timm", "timm-increasing"};
  return names;
}

std::optional<Dialect> dialect_named(std::string_view name) {
  const std::vector<std::string>& names = dialect_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Dialect>(1 + (found - names.begin()));
}

std::string reader_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::paper:
      break;
    case Dialect::torchvision:
      return "torchvision";
    case Dialect::tf:
      return "the authors' code (tensorflow/models, research/autoaugment)";
    case Dialect::timm:
      return "timm (original)";
    case Dialect::timm_increasing:
      return "timm (originalr)";
  }
  return "variegate";
}

namespace tenths {

double of(double strongest, double level) { return readable(level / 10.0 * strongest); }

double cut(double strongest, double level) { return std::floor(level / 10.0 * strongest); }

double factor(double level) { return readable(level / 10.0 * 1.8 + 0.1); }

}  // namespace tenths
}  // namespace variegate
