// Upside down.
#include <algorithm>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments&) {
  for (int top = 0, bottom = image.height - 1; top < bottom; ++top, --bottom) {
    std::swap_ranges(image.row(top), image.row(top) + image.stride(), image.row(bottom));
  }
}

}  // namespace

const Op& flip_vertical() {
  static const Op op{.name = "flip_vertical",
                     .summary = "exchange top and bottom",
                     .source = "Pillow's ImageOps.flip",
                     .geometric = true,
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
