// Hues turned on the colour circle.
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/kernels/hue.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const ImageArguments& arguments) {
  const int turn = static_cast<int>(std::lround(arguments.values[0] / 60.0 * kHueSector));
  if (image.channels > 1 && turn != 0) kernels::turn_hues(image, image, turn);
}

}  // namespace

const Op& hue() {
  static const Op op{
      .name = "hue",
      .summary = "turn all hues on the colour circle",
      .source = "torchvision's adjust_hue (HSV), without its rounding of hue and saturation to 8 bits",
      .parameters = {{.name = "degrees",
                      .unit = "degrees",
                      .summary = "angle on the colour circle; +120 turns red to green",
                      .low = -180,
                      .high = 180,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 90,
                    .mirrored = true,
                    .source =
                        "variegate: 90 degrees, half of all there is; SimCLR (Chen et al. 2020) uses 72"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
