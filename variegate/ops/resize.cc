#include "variegate/ops/resize.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace variegate {
namespace {

constexpr int kWeightBits = 22;  // Pillow's precision for 8-bit pictures

// The two input positions (0 .. from - 1) between which output position `to_position` lies, and their
// weights.
struct Tap {
  int first = 0;
  int second = 0;
  int first_weight = 0;
  int second_weight = 0;
};

Tap tap_at(int position, int from, int to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double centre = (position + 0.5) * scale;  // pixel i has its centre at i + 0.5
  const int first = static_cast<int>(std::floor(centre - 0.5));
  if (first < 0) return {0, 0, 1 << kWeightBits, 0};
  if (first + 1 >= from) return {from - 1, from - 1, 1 << kWeightBits, 0};
  const double share = centre - 0.5 - first;
  const auto weight = [](double value) { return static_cast<int>(std::lround(value * (1 << kWeightBits))); };
  return {first, first + 1, weight(1.0 - share), weight(share)};
}

std::uint8_t mixed(const Tap& tap, int first, int second) {
  const int sum = tap.first_weight * first + tap.second_weight * second + (1 << (kWeightBits - 1));
  return static_cast<std::uint8_t>(std::min(sum >> kWeightBits, 255));
}

}  // namespace

void crop_and_resize(Image& image, const Box& box, Scratch& scratch) {
  // In place: rows of the box widened into scratch.image, from the top; then columns back into the picture.
  Image& wide = scratch.image_like(image);
  const auto step = static_cast<std::size_t>(image.channels);
  for (int x = 0; x < image.width; ++x) {
    const Tap tap = tap_at(x, box.width, image.width);
    for (int y = 0; y < box.height; ++y) {
      const std::uint8_t* first = image.at(box.left + tap.first, box.top + y);
      const std::uint8_t* second = image.at(box.left + tap.second, box.top + y);
      std::uint8_t* to = wide.at(x, y);
      for (std::size_t c = 0; c < step; ++c) to[c] = mixed(tap, first[c], second[c]);
    }
  }
  for (int y = 0; y < image.height; ++y) {
    const Tap tap = tap_at(y, box.height, image.height);
    const std::uint8_t* first = wide.row(tap.first);
    const std::uint8_t* second = wide.row(tap.second);
    std::uint8_t* to = image.row(y);
    for (std::size_t i = 0; i < image.stride(); ++i) to[i] = mixed(tap, first[i], second[i]);
  }
}

}  // namespace variegate
