#include "variegate/kernels/extremes.h"

#include <algorithm>

namespace variegate::reference {

Extremes extremes(ConstImageView image) {
  Extremes found;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      for (int c = 0; c < image.colour_channels(); ++c) {
        auto& low = found.low[static_cast<std::size_t>(c)];
        auto& high = found.high[static_cast<std::size_t>(c)];
        low = std::min(low, image.at(x, y)[c]);
        high = std::max(high, image.at(x, y)[c]);
      }
    }
  }
  return found;
}

}  // namespace variegate::reference
