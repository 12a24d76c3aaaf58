// How batches are laid out, as Python says it.
#pragma once

#include <string>
#include <vector>

#include "variegate/kernels/normalise.h"

namespace variegate::python {

// element: "float32", "bfloat16", "uint8". moments: a mean and then a deviation a channel, in units of 0..1;
// empty: bytes over 255.
TensorFormat format_of(const std::string& element, bool planes, const std::vector<double>& moments);

}  // namespace variegate::python
