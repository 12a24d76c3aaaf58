// What filters see beyond the edge of a picture.
#pragma once

#include <algorithm>

namespace variegate {

// Positions beyond 0 .. size - 1 count backwards from the edge, which is not repeated (dcb|abcd|cba), as
// often as the size asks for: OpenCV's BORDER_REFLECT_101.
inline int reflected_101(int position, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  const int phase = ((position % period) + period) % period;
  return std::min(phase, period - phase);
}

}  // namespace variegate
