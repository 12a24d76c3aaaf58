// How often a policy applies each operation and each mix of samples, and how strongly.
#pragma once

#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct OpShare {
  std::string op;               // or mix of samples, whose names differ from those of operations
  std::string field = "image";  // that it is applied to
  // "rotate", "sound.gain": the field is left out where it is "image".
  std::string name() const { return field == "image" ? op : field + "." + op; }
  double share = 0.0;  // of samples it is applied to at least once, 0..1
  double low = 0.0;    // smallest and largest magnitude (the operation's first parameter that is given) over
  double high = 0.0;   // all its calls, in the unit of `range`; 0 when it has none
  std::string range;   // that in words: "-21..21 degrees"; "" for an operation without magnitude
};

// Computed from the tree, not sampled: the share is an expectation over all draws, with conditions (When)
// taken as true and the stretches of a Schedule weighted by their epochs. Largest share first, equal ones by
// name. An operation on two fields has a share for each.
std::vector<OpShare> op_shares(const Policy& policy);

}  // namespace variegate
