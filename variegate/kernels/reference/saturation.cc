#include "variegate/kernels/saturation.h"

#include "variegate/kernels/tone.h"

namespace variegate::reference {

void saturate(ConstImageView from, ImageView to, float factor) {
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      const std::uint8_t* pixel = from.at(x, y);
      std::uint8_t* out = to.at(x, y);
      const int grey = luma(pixel);
      for (int c = 0; c < 3; ++c) out[c] = blend(grey, pixel[c], factor);
      if (from.channels == 4) out[3] = pixel[3];
    }
  }
}

}  // namespace variegate::reference
