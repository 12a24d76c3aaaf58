#include "bench/recorded/method_text.h"

#include <sstream>

#include "variegate/core/error.h"

namespace variegate::recorded {

MethodText parse_method(const std::string& text) {
  MethodText parsed;
  std::istringstream parts(text);
  std::getline(parts, parsed.method, ':');
  for (std::string part; std::getline(parts, part, ':');) {
    const std::size_t equals = part.find('=');
    std::size_t used = 0;
    try {
      parsed.settings[part.substr(0, equals)] = std::stod(part.substr(equals + 1), &used);
    } catch (const std::exception&) {
    }
    if (equals == std::string::npos || used == 0 || equals + 1 + used != part.size()) {
      throw Error({.where = "--methods",
                   .what = "not a setting",
                   .got = "'" + part + "'",
                   .expected = "NAME=VALUE",
                   .mend = ""},
                  ErrorKind::usage);
    }
  }
  return parsed;
}

}  // namespace variegate::recorded
