// What the forms of operations of every kind of field have in common.
#pragma once

#include <span>

#include "variegate/core/random.h"

namespace variegate {

// What a call hands to an operation. Scratch is the memory of that kind of field (ops/scratch.h).
template <typename Scratch>
struct Arguments {
  std::span<const double> values;  // one a parameter, in the order of Op::parameters
  Stream& random;                  // for what the operation itself draws (the place of a crop, noise)
  Scratch& scratch;                // the operation may leave anything in it
};

// The form of an operation that leaves the field as it is.
struct Unchanged {};

}  // namespace variegate
