// Pictures to a common size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/real_box.h"

namespace variegate {

// Bilinear interpolation that, when it shrinks, averages over all pixels it covers (a triangle filter
// widened by the scale): the rule of Pillow's Image.resize(BILINEAR), within 1 of it. Works in integers,
// so the same bytes come out on any machine. Channels are independent: lay alpha over a colour first.
// Width and height at least 1.
Image resize(const Image& image, int width, int height);

// The input pixels that make the output pixels of one axis, and their weights.
struct ResizeTaps {
  std::vector<int> first;             // one an output pixel
  std::vector<std::int32_t> weights;  // `count` an output pixel, in units of 2^-20 that add up to 1
  int count = 0;
};

// Memory used again from one picture to the next.
struct ResizeScratch {
  ResizeTaps across;
  ResizeTaps down;
  Image wide;
};

// As resize() of the part in the box; only pixels that the box touches count. `out` must not be the picture.
void resize_part(ConstImageView image, const RealBox& box, int width, int height, Image& out,
                 ResizeScratch& scratch);

}  // namespace variegate
