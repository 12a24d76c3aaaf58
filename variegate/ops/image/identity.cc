// The picture as it is: the choice of doing nothing.
#include "variegate/ops/description.h"

namespace variegate::image_ops {

const Op& identity() {
  static const Op op{.name = "identity",
                     .summary = "leave the picture as it is",
                     .source = "RandAugment (Cubuk et al. 2020), section 3.1",
                     .does = ImageOp(Unchanged{})};
  return op;
}

}  // namespace variegate::image_ops
