// The negative.
#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double>, int) {
  return make_table([](int value) { return 255 - value; });
}

}  // namespace

const Op& invert() {
  static const Op op{.name = "invert",
                     .summary = "replace every value by 255 minus it",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.invert",
                     .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
