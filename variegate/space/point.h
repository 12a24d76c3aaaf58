// Coordinates of a search space.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace variegate {

// One coordinate of a point: an integer 0 .. size-1 (a category, or a level of an ordered quantity).
struct Dimension {
  std::string name;  // unique in the space: "sub1.op2.strength"
  // What the coordinate means whatever its slot: coordinates of one role are exchangeable, so a model may
  // pool what it learns about them ("op", "probability/rotate", "strength/rotate").
  std::string role;
  int size = 1;          // >= 1
  bool ordered = false;  // levels of a quantity; false: categories
};

// A point gives every dimension of the space a value, including those that do not matter in this point.
using Point = std::vector<int>;

// Dimensions that matter in a point, as indices, with the role each has in it.
using ActiveDimensions = std::vector<std::pair<int, std::string>>;

}  // namespace variegate
