// Fewer bits a channel.
#include <cmath>

#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double> values, int) {
  const int bits = static_cast<int>(std::floor(values[0]));
  const int mask = 0xFF << (8 - bits);
  return make_table([mask](int value) { return value & mask; });
}

}  // namespace

const Op& posterize() {
  static const Op op{
      .name = "posterize",
      .summary = "keep only the highest bits of every value",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.posterize",
      .parameters = {{.name = "bits",
                      .unit = "bits",
                      .summary = "bits kept, rounded down; 0 makes the picture black",
                      .low = 0,
                      .high = 8,
                      .fallback = 8,
                      .neutral = 8,
                      .integer = true}},
      .magnitude =
          {.searchable = true,
           .weakest = 8,
           .strongest = 4,
           .source = "AutoAugment (Cubuk et al. 2019), table 6: 4..8 bits, fewer as it grows: torchvision"},
      .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
