// A random part of a picture, as random resized crops take it.
#pragma once

#include "variegate/core/image.h"
#include "variegate/core/random.h"

namespace variegate {

// The defaults are those of Szegedy et al. 2015 (GoogLeNet), section 6.
struct PartLimits {
  double scale_low = 0.08;  // of the picture's area, above 0
  double scale_high = 1.0;
  double ratio_low = 3.0 / 4.0;  // width over height
  double ratio_high = 4.0 / 3.0;

  bool operator==(const PartLimits&) const = default;
};

// A part of a picture of that size: its area uniform, its ratio log-uniform within the limits, its place
// uniform. Ten draws are tried for one that fits; when none does it is the largest part in the middle whose
// ratio is within the limits (torchvision's rule).
Box draw_part(int width, int height, const PartLimits& limits, Stream& random);

}  // namespace variegate
