// Hues turned on the colour circle, value and chroma kept (the HSV hexcone, Smith 1978).
#pragma once

#include "variegate/core/image.h"

namespace variegate {

// The colour circle in the units of turn_hues().
inline constexpr int kHueSector = 1 << 16;  // 60 degrees
inline constexpr int kHueCircle = 6 * kHueSector;

namespace kernels {

// Every hue turned by `turn`, which is within a circle either way; alpha is copied. Values are exact to 16
// bits and rounded. Views of one shape, of 3 or 4 channels; to may be from.
void turn_hues(ConstImageView from, ImageView to, int turn);

}  // namespace kernels
namespace reference {

void turn_hues(ConstImageView from, ImageView to, int turn);

}  // namespace reference
}  // namespace variegate
