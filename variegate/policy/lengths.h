// Lengths in a policy: pixels, or shares of the side of a picture.
#pragma once

#include <string>

#include "variegate/policy/policy.h"

namespace variegate {

// The policy with its lengths as shares of the side instead of pixels, where the operation has a parameter
// for it: the same augmentation on pictures of that size, and the same in proportion on pictures of another.
// A share beyond the parameter's range stays in pixels.
Policy with_shares(const Policy& policy, int width, int height);

// How much more or less than the size at which a policy was found a picture may have before its lengths in
// pixels make it another augmentation.
inline constexpr double kSizeTolerance = 1.5;

// Says that the policy was found on pictures of another size, and which of its operations look different on
// pictures of this one: those with lengths in pixels, and those that change single pixels (noise, sharpness),
// whose grain is finer on larger pictures. "": none does, the sizes are within kSizeTolerance of each other,
// or it is not known where the policy was found.
std::string size_notice(const Policy& policy, int width, int height);

}  // namespace variegate
