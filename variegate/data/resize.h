// Pictures to a common size.
#pragma once

#include "variegate/core/image.h"

namespace variegate {

// Bilinear interpolation that, when it shrinks, averages over all pixels it covers (a triangle filter
// widened by the scale): the rule of Pillow's Image.resize(BILINEAR), within 1 of it. Works in integers,
// so the same bytes come out on any machine. Channels are independent: lay alpha over a colour first.
// Width and height at least 1.
Image resize(const Image& image, int width, int height);

}  // namespace variegate
