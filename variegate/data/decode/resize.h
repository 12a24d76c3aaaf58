// Pictures to a common size.
#pragma once

#include "variegate/core/image.h"
#include "variegate/data/annotations/real_box.h"
#include "variegate/kernels/resample.h"

namespace variegate {

// Bilinear interpolation that, when it shrinks, averages over all pixels it covers (a triangle filter
// widened by the scale): the rule of Pillow's Image.resize(BILINEAR), within 1 of it. Works in integers,
// so the same bytes come out on any machine. Channels are independent: lay alpha over a colour first.
// Width and height at least 1.
Image resize(const Image& image, int width, int height);

// The largest part in the middle of a picture of that size that has the proportions of width to height, in
// whole pixels.
Box middle_part(int picture_width, int picture_height, int width, int height);

// Memory used again from one picture to the next.
struct ResizeScratch {
  ResampleTaps across;
  ResampleTaps down;
  Image wide;
};

// Resizes the part in the box as resize() would; only pixels that the box touches count. `out` must not be
// the picture.
void resize_part(ConstImageView image, const RealBox& box, int width, int height, Image& out,
                 ResizeScratch& scratch);

}  // namespace variegate
