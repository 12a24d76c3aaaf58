#include "variegate/ops/image/parts/stroke.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

// Whole pixels, from `first` up to `end`, that a length from low to high touches.
struct Touched {
  int first = 0;
  int end = 0;
};

Touched touched(float low, float high, int size) {
  const auto inside = [size](float position) {
    return static_cast<int>(std::clamp(position, 0.0F, static_cast<float>(size)));
  };
  return {inside(std::floor(low)), inside(std::ceil(high))};
}

}  // namespace

void draw(const Stroke& stroke, Image& image) {
  const float reach = stroke.radius + 0.5F;  // the edge is half a pixel wide on either side
  const Touched rows = touched(stroke.y + std::min(stroke.dy, 0.0F) - reach,
                               stroke.y + std::max(stroke.dy, 0.0F) + reach, image.height);
  const Touched columns = touched(stroke.x + std::min(stroke.dx, 0.0F) - reach,
                                  stroke.x + std::max(stroke.dx, 0.0F) + reach, image.width);
  const float length = stroke.dx * stroke.dx + stroke.dy * stroke.dy;  // squared
  const float to_share = length > 0.0F ? 1.0F / length : 0.0F;
  const int colours = image.colour_channels();
  for (int y = rows.first; y < rows.end; ++y) {
    const float down = static_cast<float>(y) + 0.5F - stroke.y;
    for (int x = columns.first; x < columns.end; ++x) {
      const float across = static_cast<float>(x) + 0.5F - stroke.x;
      const float share = std::clamp((across * stroke.dx + down * stroke.dy) * to_share, 0.0F, 1.0F);
      const float off_x = across - share * stroke.dx;
      const float off_y = down - share * stroke.dy;
      const float distance = off_x * off_x + off_y * off_y;
      if (distance >= reach * reach) continue;
      const float within = std::clamp(reach - std::sqrt(distance), 0.0F, 1.0F);
      const float rounded = within * stroke.opacity * 256.0F + 0.5F;
      const auto weight = static_cast<int>(rounded);
      std::uint8_t* pixel = image.at(x, y);
      for (int c = 0; c < colours; ++c) {
        const int colour = stroke.colour[static_cast<std::size_t>(colours == 1 ? 1 : c)];
        pixel[c] = static_cast<std::uint8_t>((pixel[c] * (256 - weight) + colour * weight + 128) >> 8);
      }
    }
  }
}

int count_to_cover(double fraction, double area, const Image& image) {
  constexpr double kMost = 1 << 20;
  const double whole = static_cast<double>(image.width) * image.height;
  return static_cast<int>(std::lround(std::min(-std::log1p(-fraction) * whole / area, kMost)));
}

}  // namespace variegate
