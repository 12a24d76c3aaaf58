// Enlarging a part of a picture to the size of the whole.
#pragma once

#include "variegate/core/image.h"
#include "variegate/ops/op.h"

namespace variegate {

// Whole pixels; inside the picture.
struct Box {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

// Replaces the picture by the box, enlarged to the picture's size by bilinear interpolation: the bytes of
// Pillow's image.crop(box).resize(image.size, BILINEAR), rows first, each pass rounded to bytes. Outside the
// box, pixels repeat its edge.
void crop_and_resize(Image& image, const Box& box, Scratch& scratch);

}  // namespace variegate
