// Parts of a picture whose edges may cut through pixels.
#pragma once

#include "variegate/core/image.h"

namespace variegate {

// In pixels: a number of an annotation that is larger is an error, as no picture reaches there.
inline constexpr double kFarthestPixel = 1e7;

// In pixels, whose number i covers i .. i + 1.
struct RealBox {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;

  bool operator==(const RealBox&) const = default;
};

inline RealBox as_real(const Box& box) {
  return {static_cast<double>(box.left), static_cast<double>(box.top), static_cast<double>(box.width),
          static_cast<double>(box.height)};
}

}  // namespace variegate
