// Upside down.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments&, int, int height) {
  return {.affine = {.yy = -1, .y0 = static_cast<double>(height)},
          .sampling = {.border = Border::replicate},
          .covers = true};
}

}  // namespace

const Op& flip_vertical() {
  static const Op op{.name = "flip_vertical",
                     .summary = "exchange top and bottom",
                     .source = "Pillow's ImageOps.flip",
                     .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
