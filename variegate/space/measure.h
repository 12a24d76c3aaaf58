// A point as a measure: how much of which operation at which strength it applies. Order, slots and pairing
// are left out, so that all points which augment alike are alike.
#pragma once

#include <vector>

namespace variegate {

struct Atom {
  // The operation (an index into the set), the broad part (the set's size), or one side or half of an
  // operation (past that).
  int kind = 0;
  double share = 0.0;     // of the samples it is applied to, 0 .. 1
  double position = 0.0;  // strength, 0 .. 1
};

using Measure = std::vector<Atom>;  // in the order of their kinds

// The atoms in the order of their kinds, scaled so that the shares of one kind add up to the square root of
// their sum.
Measure rooted(Measure atoms);

// Inner product of two measures: the sum over kinds of the square roots of their total shares in each, times
// how near their strengths are (a Gaussian of width `strength_width`). The square root says that the first
// tenth of a share matters more than the last.
double inner_product(const Measure& a, const Measure& b, double strength_width);

}  // namespace variegate
