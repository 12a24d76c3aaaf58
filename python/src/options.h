// Options that Python gives by name, read by the descriptions of their structs (core/describe.h).
#pragma once

#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate::python {

// Takes from `given` the members that a description names, in their form and range, and notes in `known` all
// that it names. `source` is what errors begin with.
template <typename Options>
void take_options(Json& given, Options& options, std::vector<std::string>& known, const std::string& source) {
  Json all = described_json(options);
  for (const auto& [name, value] : all.items()) {
    known.push_back(name);
    const auto asked = given.find(name);
    if (asked == given.end()) continue;
    Json own = *asked;
    given.erase(asked);
    all[name] = std::move(own);
  }
  JsonReader reader(all, source);
  read_described(reader, options);
}

// Error (usage) with the nearest name when something is left.
inline void refuse_others(const Json& given, const std::vector<std::string>& known,
                          const std::string& source) {
  if (given.empty()) return;
  const std::string name = given.begin().key();
  throw Error({.where = source,
               .what = "no such option: " + name + did_you_mean(name, known),
               .got = "",
               .expected = fmt::format("{}", fmt::join(known, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

}  // namespace variegate::python
