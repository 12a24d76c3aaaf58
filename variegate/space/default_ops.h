// The operations of a space that names none.
#pragma once

#include <string>
#include <vector>

namespace variegate {

// Everything that a shift between training data and deployment could call for: all operations on pictures
// that draw fresh variation, and "identity", with which a slot does nothing. random_crop is left to the base.
const std::vector<std::string>& default_ops();

}  // namespace variegate
