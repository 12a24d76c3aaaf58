// Whether a validation set can tell policies apart.
#pragma once

#include <cstddef>
#include <string>

#include "variegate/study/decision.h"

namespace variegate {

// A warning for before anything is measured: with which standard error this many pictures tell two policies
// apart, and how many would be enough; "" where they are.
std::string small_validation_warning(std::size_t pictures);

// The same after a final round, from what it measured; "" where the standard error is below the difference
// between policies.
std::string small_validation_warning(const Decision& decision);

}  // namespace variegate
