// Mirror image, left and right exchanged.
#include <algorithm>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

template <int kChannels>
void mirror_rows(Image& image) {
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* left = image.row(y);
    std::uint8_t* right = left + image.stride() - kChannels;
    for (; left < right; left += kChannels, right -= kChannels)
      std::swap_ranges(left, left + kChannels, right);
  }
}

void apply(Image& image, const OpArguments&) {
  switch (image.channels) {
    case 1:
      return mirror_rows<1>(image);
    case 3:
      return mirror_rows<3>(image);
    default:
      return mirror_rows<4>(image);
  }
}

}  // namespace

const Op& flip_horizontal() {
  static const Op op{.name = "flip_horizontal",
                     .summary = "exchange left and right",
                     .source = "Krizhevsky et al. 2012, section 4.1; Pillow's ImageOps.mirror",
                     .geometric = true,
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
