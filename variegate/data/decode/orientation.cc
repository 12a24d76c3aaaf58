#include "variegate/data/decode/orientation.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace variegate {
namespace {

// From the upright picture to the stored one: first the axes change places, then they are reversed.
constexpr bool reverses_x(int orientation) {
  return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
}
constexpr bool reverses_y(int orientation) {
  return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
}

constexpr int kTile = 32;  // pixels a side whose rows and columns both stay in the cache

// upright(x, y) is the stored pixel at first + x * step_x + y * step_y.
template <int channels>
void turn(const std::uint8_t* first, std::ptrdiff_t step_x, std::ptrdiff_t step_y, Image& upright) {
  for (int top = 0; top < upright.height; top += kTile) {
    const int bottom = std::min(top + kTile, upright.height);
    for (int left = 0; left < upright.width; left += kTile) {
      const int right = std::min(left + kTile, upright.width);
      for (int y = top; y < bottom; ++y) {
        const std::uint8_t* from = first + left * step_x + y * step_y;
        std::uint8_t* to = upright.at(left, y);
        for (int x = left; x < right; ++x, from += step_x, to += channels) std::memcpy(to, from, channels);
      }
    }
  }
}

}  // namespace

std::string name_of(Orientation orientation) {
  return orientation == Orientation::apply ? "apply" : "ignore";
}

Box box_as_stored(const Box& upright, int orientation, int stored_width, int stored_height) {
  Box box = upright;
  if (swaps_sides(orientation)) {
    std::swap(box.left, box.top);
    std::swap(box.width, box.height);
  }
  if (reverses_x(orientation)) box.left = stored_width - box.left - box.width;
  if (reverses_y(orientation)) box.top = stored_height - box.top - box.height;
  return box;
}

RealBox take_upright(const Image& stored, const RealBox& box, int orientation, Image& upright) {
  const int left = std::max(static_cast<int>(std::floor(box.left)), 0);
  const int top = std::max(static_cast<int>(std::floor(box.top)), 0);
  const int right = std::min(static_cast<int>(std::ceil(box.left + box.width)), stored.width);
  const int bottom = std::min(static_cast<int>(std::ceil(box.top + box.height)), stored.height);
  const bool swaps = swaps_sides(orientation);
  const bool reversed_x = reverses_x(orientation);
  const bool reversed_y = reverses_y(orientation);
  upright.reshape(swaps ? bottom - top : right - left, swaps ? right - left : bottom - top, stored.channels);
  std::ptrdiff_t step_x = stored.channels;
  auto step_y = static_cast<std::ptrdiff_t>(stored.stride());
  const std::uint8_t* first = stored.at(reversed_x ? right - 1 : left, reversed_y ? bottom - 1 : top);
  if (reversed_x) step_x = -step_x;
  if (reversed_y) step_y = -step_y;
  if (swaps) std::swap(step_x, step_y);
  if (stored.channels == 1) turn<1>(first, step_x, step_y, upright);
  if (stored.channels == 3) turn<3>(first, step_x, step_y, upright);
  if (stored.channels == 4) turn<4>(first, step_x, step_y, upright);
  RealBox turned{.left = reversed_x ? right - box.left - box.width : box.left - left,
                 .top = reversed_y ? bottom - box.top - box.height : box.top - top,
                 .width = box.width,
                 .height = box.height};
  if (swaps) {
    std::swap(turned.left, turned.top);
    std::swap(turned.width, turned.height);
  }
  return turned;
}

}  // namespace variegate
