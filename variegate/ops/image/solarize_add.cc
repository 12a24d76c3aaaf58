// The dark part of a picture made brighter (or darker).
#include <algorithm>
#include <cmath>

#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double> values, int) {
  const int addition = static_cast<int>(std::lround(values[0]));
  const double threshold = values[1];
  return make_table(
      [=](int value) { return value < threshold ? std::clamp(value + addition, 0, 255) : value; });
}

}  // namespace

const Op& solarize_add() {
  static const Op op{
      .name = "solarize_add",
      .summary = "add to the values below a threshold",
      .source = "AutoAugment's code for EfficientNet (tensorflow/tpu, autoaugment.py, solarize_add)",
      .parameters = {{.name = "addition",
                      .unit = "byte",
                      .summary = "added to values below the threshold, rounded to the nearest whole number",
                      .low = -255,
                      .high = 255,
                      .fallback = 0,
                      .neutral = 0},
                     {.name = "threshold",
                      .unit = "byte",
                      .summary = "values from here on are left alone",
                      .low = 0,
                      .high = 256,
                      .fallback = 128,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 110,
                    .source = "AutoAugment's code for EfficientNet (tensorflow/tpu, autoaugment.py): 0..110"},
      .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
