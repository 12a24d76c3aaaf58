// RandAugment and its dialects.
#pragma once

#include "variegate/policy/dialect.h"
#include "variegate/policy/policy.h"

namespace variegate {

// The largest magnitude of a dialect: 30 of torchvision's, 10 of the others.
double largest_magnitude(Dialect dialect);

// calls: 1 .. 16; magnitude: 0 .. largest_magnitude(dialect).
Policy randaugment(int calls, double magnitude, Dialect dialect = Dialect::paper);

}  // namespace variegate
