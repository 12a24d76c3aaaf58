#include "variegate/ops/image/parts/padding.h"

#include <algorithm>
#include <cstring>

#include "variegate/kernels/reflect.h"

namespace variegate {

int position_inside(int position, int size, Padding padding) {
  return padding == Padding::replicate ? std::clamp(position, 0, size - 1) : reflected_101(position, size);
}

void pad(const Image& image, int margin, Padding padding, Image& to) {
  to.width = image.width + 2 * margin;
  to.height = image.height + 2 * margin;
  to.channels = image.channels;
  to.pixels.resize(to.stride() * static_cast<std::size_t>(to.height));
  const auto step = static_cast<std::size_t>(image.channels);
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* from = image.row(position_inside(y - margin, image.height, padding));
    std::memcpy(to.at(margin, y), from, image.stride());
    for (int x = 0; x < margin; ++x) {
      for (const int at : {x, to.width - 1 - x}) {
        const int inside = position_inside(at - margin, image.width, padding);
        std::memcpy(to.at(at, y), from + static_cast<std::size_t>(inside) * step, step);
      }
    }
  }
}

}  // namespace variegate
