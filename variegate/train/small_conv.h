// "small-conv:WIDTH": a small convolutional child that over-fits a thousand pictures within seconds, as a
// full task would over-fit; five 3x3 convolutions, about 36,000 parameters at width 16.
#pragma once

#include <memory>

#include "variegate/train/child_model.h"

namespace variegate {

std::unique_ptr<ChildModel> make_small_conv(int width, const ChildShape& shape);

}  // namespace variegate
