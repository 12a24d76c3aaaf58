// The negative.
#include "variegate/ops/op.h"
#include "variegate/ops/table.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments&) {
  apply_table(image, make_table([](int value) { return 255 - value; }));
}

}  // namespace

const Op& invert() {
  static const Op op{.name = "invert",
                     .summary = "replace every value by 255 minus it",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.invert",
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
