// Saturation: between a picture's luma and its colours, and beyond.
#pragma once

#include "variegate/core/image.h"

namespace variegate {
namespace kernels {

// to = blend(luma(from), from, factor) of every pixel, as kernels/tone.h has them; alpha is copied. Views of
// one shape, of 3 or 4 channels; to may be from. The factor is 0 or more.
void saturate(ConstImageView from, ImageView to, float factor);

}  // namespace kernels
namespace reference {

void saturate(ConstImageView from, ImageView to, float factor);

}  // namespace reference
}  // namespace variegate
