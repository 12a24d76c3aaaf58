// A random part of the picture, enlarged to the size of the whole.
#include <algorithm>

#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/random_part.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const auto [scale_low, scale_high] = std::minmax(arguments.values[0], arguments.values[1]);
  const auto [ratio_low, ratio_high] = std::minmax(arguments.values[2], arguments.values[3]);
  const Box box = draw_part(width, height, {scale_low, scale_high, ratio_low, ratio_high}, arguments.random);
  return {.affine = {.xx = static_cast<double>(box.width) / width,
                     .x0 = static_cast<double>(box.left),
                     .yy = static_cast<double>(box.height) / height,
                     .y0 = static_cast<double>(box.top)},
          .sampling = {.border = Border::replicate},
          .covers = true,
          .window = box};
}

Parameter part(const char* name, const char* summary, double fallback) {
  return {.name = name,
          .unit = "fraction of the area",
          .summary = summary,
          .low = 0.001,
          .high = 1,
          .fallback = fallback,
          .neutral = 1};
}

Parameter ratio(const char* name, const char* summary, double fallback) {
  return {.name = name,
          .unit = "width over height",
          .summary = summary,
          .low = 0.1,
          .high = 10,
          .fallback = fallback,
          .neutral = 1};
}

}  // namespace

const Op& random_resized_crop() {
  static const Op op{
      .name = "random_resized_crop",
      .summary = "enlarge a random part of the picture to the size of the whole",
      .source = "Szegedy et al. 2015 (GoogLeNet), section 6; torchvision's RandomResizedCrop",
      // Limits given the wrong way round are exchanged.
      .parameters = {part("scale_low", "smallest part; 1 leaves a picture whose ratio is allowed as it is",
                          0.08),
                     part("scale_high", "largest part", 1), ratio("ratio_low", "narrowest part", 3.0 / 4.0),
                     ratio("ratio_high", "widest part", 4.0 / 3.0)},
      .magnitude = {.searchable = true,
                    .weakest = 1,
                    .strongest = 0.08,
                    .source = "Szegedy et al. 2015, section 6: 8 % .. 100 % of the area, ratio 3/4 .. 4/3"},
      .random = true,
      .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
