// --parts: where the parts of a data set lie, for users who know better than the names.
#pragma once

#include <map>
#include <string>

#include "variegate/data/formats/parts/part_names.h"

namespace variegate {

struct PartsOption {
  bool undivided = false;             // "none": there are no parts
  std::map<Part, std::string> paths;  // empty: by the names

  bool told() const { return undivided || !paths.empty(); }
};

// "" (by the names), "none", or PART=PATH,PART=PATH with the parts train, validation (val) and test. Paths
// are relative to the data. Error of kind usage for anything else.
PartsOption parse_parts(const std::string& text);

}  // namespace variegate
