#include "variegate/kernels/join_planes.h"

namespace variegate::reference {

void join_planes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to) {
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) to[3 * i + channel] = planes[channel][i];
  }
}

}  // namespace variegate::reference
