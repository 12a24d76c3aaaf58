#include "variegate/kernels/histogram.h"

namespace variegate::reference {

Histograms histograms(ConstImageView image) {
  Histograms counts{};
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      for (int c = 0; c < image.colour_channels(); ++c) {
        ++counts[static_cast<std::size_t>(c)][image.at(x, y)[c]];
      }
    }
  }
  return counts;
}

}  // namespace variegate::reference
