// The numbers by which a method can be tuned, each under a name.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace variegate {

struct Setting {
  std::string name;       // "learning-rate"
  double standard = 0.0;  // its value unless another is given
  double least = 0.0;
  double most = 0.0;
  bool whole = false;  // whole numbers only
  std::string summary;
  std::string source;  // of the standard value
};

using Settings = std::map<std::string, double>;  // by name

// A value for each of the method's settings: the one given, or the standard one. Error (usage) for a name
// that is none of them, with the nearest, and for a value out of range.
Settings completed(const std::string& method, const std::vector<Setting>& settings, const Settings& given);

}  // namespace variegate
