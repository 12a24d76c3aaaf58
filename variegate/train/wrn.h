// "wrn-DEPTH-WIDTH": wide residual networks (Zagoruyko and Komodakis, "Wide Residual Networks", BMVC 2016),
// the children of the augmentation literature.
#pragma once

#include <memory>

#include "variegate/train/child_model.h"

namespace variegate {

// depth = 6 n + 4: three groups of n blocks with 16, 32 and 64 times `width` channels (table 1 of the paper);
// without dropout.
std::unique_ptr<ChildModel> make_wrn(int depth, int width, const ChildShape& shape);

}  // namespace variegate
