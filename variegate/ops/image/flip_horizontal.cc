// Mirror image, left and right exchanged.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments&, int width, int) {
  return {.affine = {.xx = -1, .x0 = static_cast<double>(width)},
          .sampling = {.border = Border::replicate},
          .covers = true};
}

}  // namespace

const Op& flip_horizontal() {
  static const Op op{.name = "flip_horizontal",
                     .summary = "exchange left and right",
                     .source = "Krizhevsky et al. 2012, section 4.1; Pillow's ImageOps.mirror",
                     .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
