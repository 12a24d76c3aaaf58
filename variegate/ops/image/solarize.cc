// The bright part of a picture turned to its negative.
#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double> values, int) {
  const double threshold = values[0];
  return make_table([threshold](int value) { return value < threshold ? value : 255 - value; });
}

}  // namespace

const Op& solarize() {
  static const Op op{
      .name = "solarize",
      .summary = "invert the values at or above a threshold",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.solarize",
      .parameters = {{.name = "threshold",
                      .unit = "byte",
                      .summary = "values from here on are inverted; fractions count, 256 inverts nothing",
                      .low = 0,
                      .high = 256,
                      .fallback = 128,
                      .neutral = 256}},
      .magnitude =
          {.searchable = true,
           .weakest = 256,
           .strongest = 0,
           .source =
               "AutoAugment (Cubuk et al. 2019), table 6: 0..256, lower as it grows: the authors' code"},
      .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
