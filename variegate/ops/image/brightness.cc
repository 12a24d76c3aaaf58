// Brightness: between black and the picture, and beyond.
#include "variegate/kernels/table.h"
#include "variegate/kernels/tone.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double> values, int) {
  const auto factor = static_cast<float>(values[0]);
  return make_table([factor](int value) { return blend(0, value, factor); });
}

}  // namespace

const Op& brightness() {
  static const Op op{.name = "brightness",
                     .summary = "multiply every value",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Brightness",
                     .parameters = {factor_parameter("0 black, 1 unchanged, more is brighter")},
                     .magnitude = factor_magnitude(),
                     .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
