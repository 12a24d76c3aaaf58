#include "variegate/kernels/luma.h"

#include <algorithm>

#include "variegate/kernels/tone.h"

namespace variegate::reference {

std::uint64_t sum_of_luma(ConstImageView image) {
  std::uint64_t sum = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* pixel = image.at(x, y);
      sum += static_cast<std::uint64_t>(image.channels == 1 ? *pixel : luma(pixel));
    }
  }
  return sum;
}

void take_colour_away(ConstImageView from, ImageView to) {
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      const std::uint8_t* pixel = from.at(x, y);
      std::uint8_t* out = to.at(x, y);
      std::fill_n(out, 3, static_cast<std::uint8_t>(luma(pixel)));
      if (from.channels == 4) out[3] = pixel[3];
    }
  }
}

}  // namespace variegate::reference
