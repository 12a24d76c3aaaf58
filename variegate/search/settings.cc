#include "variegate/search/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"

namespace variegate {

Settings completed(const std::string& method, const std::vector<Setting>& settings, const Settings& given) {
  Settings values;
  std::vector<std::string> names;
  for (const Setting& setting : settings) {
    values[setting.name] = setting.standard;
    names.push_back(setting.name);
  }
  for (const auto& [name, value] : given) {
    const auto setting =
        std::find_if(settings.begin(), settings.end(),
                     [&name = name](const Setting& candidate) { return candidate.name == name; });
    const std::string where = "search method '" + method + "'";
    if (setting == settings.end()) {
      throw Error({.where = where,
                   .what = "there is no such setting",
                   .got = "'" + name + "'" + did_you_mean(name, names),
                   .expected = names.empty() ? "none: the method has no settings"
                                             : fmt::format("one of {}", fmt::join(names, ", ")),
                   .mend = ""},
                  ErrorKind::usage);
    }
    const bool in_range = value >= setting->least && value <= setting->most;  // false for NaN
    if (!in_range || (setting->whole && value != std::floor(value))) {
      throw Error({.where = where + ", setting " + name,
                   .what = "the value is out of range",
                   .got = number_text(value),
                   .expected = fmt::format("a {}number, {} .. {}", setting->whole ? "whole " : "",
                                           number_text(setting->least), number_text(setting->most)),
                   .mend = ""},
                  ErrorKind::usage);
    }
    values[name] = value;
  }
  return values;
}

}  // namespace variegate
