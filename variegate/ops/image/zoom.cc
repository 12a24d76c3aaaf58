// Enlarging and shrinking about the centre.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const double step = 1.0 / arguments.values[0];
  const InverseAffine scale{.xx = step, .yy = step};
  return {about_centre(scale, width, height), sampling_from(arguments.values.subspan(1))};
}

}  // namespace

const Op& zoom() {
  static const Op op{.name = "zoom",
                     .summary = "enlarge or shrink the picture about its centre",
                     .source = "variegate; Pillow's Image.transform, AFFINE",
                     .parameters = {{.name = "factor",
                                     .unit = "factor",
                                     .summary = "size of things afterwards over before: above 1 enlarges",
                                     .low = 0.1,
                                     .high = 10,
                                     .fallback = 1,
                                     .neutral = 1},
                                    fill_parameter(),
                                    interpolation_parameter(),
                                    border_parameter()},
                     .magnitude = {.searchable = true,
                                   .weakest = 1,
                                   .strongest = 1.5,
                                   .mirrored = true,
                                   .source = "variegate: 0.5..1.5, chosen for search"},
                     .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
