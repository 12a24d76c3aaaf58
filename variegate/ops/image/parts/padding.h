// What filters see beyond the edge of a picture.
#pragma once

#include "variegate/core/image.h"

namespace variegate {

enum class Padding {
  reflect_101,  // counted backwards from the edge, which is not repeated: dcb|abcd|cba (kernels/reflect.h)
  replicate,    // the edge, repeated: aaa|abcd|ddd
};

// The position in 0 .. size - 1 that is seen at any position.
int position_inside(int position, int size, Padding padding);

// The picture with `margin` more pixels on every side; `to` takes its shape from that.
void pad(const Image& image, int margin, Padding padding, Image& to);

}  // namespace variegate
