// A method with its settings on the command line of the benchmarks: "gp", "tpe:candidates=48:good-share=0.1".
#pragma once

#include <string>

#include "variegate/search/settings.h"

namespace variegate::recorded {

struct MethodText {
  std::string method;
  Settings settings;
};

// Error (usage) when a setting is not NAME=VALUE with a number.
MethodText parse_method(const std::string& text);

}  // namespace variegate::recorded
