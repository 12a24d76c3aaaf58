// What an operation, or a mix of samples, says of its parameters.
#pragma once

#include <string>
#include <vector>

namespace variegate {

// One parameter of an operation, in physical units.
struct Parameter {
  std::string name;       // as in policy files: "degrees", "factor", "bits"
  std::string unit;       // "degrees", "fraction of the side", "factor", "bits", "pixels", ...
  std::string summary;    // one line
  double low = 0.0;       // smallest value allowed
  double high = 0.0;      // largest value allowed
  double fallback = 0.0;  // used when a policy does not give it
  double neutral = 0.0;   // changes nothing; what a mirrored draw is reflected about
  bool integer = false;
  std::vector<std::string> choices = {};  // not empty: an enumeration; the value is an index into it
};

// How search strength 0..1 maps to the magnitude, the first parameter. Strength 0 is the weakest.
// "mirrored" magnitudes are drawn on either side of the parameter's neutral value with equal chance:
// rotate by +-30 degrees (neutral 0), brightness by 1 +- 0.9 (neutral 1).
struct Magnitude {
  bool searchable = false;  // false: the operation has no magnitude (flip, equalize)
  double weakest = 0.0;
  double strongest = 0.0;
  bool mirrored = false;
  std::string source = {};  // paper and table (or code) the range is taken from
};

}  // namespace variegate
