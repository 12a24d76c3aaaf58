// Whether a validation set can tell policies apart.
#pragma once

#include <cstddef>
#include <string>

#include "variegate/study/decision.h"

namespace variegate {

// Before anything is measured: a sentence that says with which standard error so many pictures tell the
// difference between two policies and how many would do; "" where they do.
std::string small_validation_warning(std::size_t pictures);

// After a final round, from what it measured; "" where the standard error is below what policies differ by.
std::string small_validation_warning(const Decision& decision);

}  // namespace variegate
