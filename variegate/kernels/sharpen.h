// Sharpness: between the smoothed picture and the picture, and beyond.
#pragma once

#include "variegate/core/image.h"

namespace variegate {
namespace kernels {

// to = blend(smoothed, from, factor), as kernels/tone.h has it, where smoothed is Pillow's SMOOTH filter:
// weight 5 for the pixel, 1 for its eight neighbours, over 13, rounded. It has no rule for the outermost
// pixels; they are copied, and so is alpha. Views of one shape which do not overlap. The factor is 0 or more.
void sharpen(ConstImageView from, ImageView to, float factor);

}  // namespace kernels
namespace reference {

void sharpen(ConstImageView from, ImageView to, float factor);

}  // namespace reference
}  // namespace variegate
