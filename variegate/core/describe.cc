#include "variegate/core/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace variegate {

std::string flag_of(const char* name, const About& about) {
  const std::string_view given = about.flag;
  if (given == kNoFlag) return "";
  std::string flag(given.empty() ? std::string_view(name) : given);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string range_text(const About& about) {
  if (std::isinf(about.high)) return fmt::format("{} or more", about.low);
  return fmt::format("{} .. {}", about.low, about.high);
}

}  // namespace variegate
