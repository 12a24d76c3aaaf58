#include "variegate/ops/image/parts/plasma.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "variegate/ops/image/parts/bit_draws.h"

namespace variegate {
namespace {

constexpr int kBits = 16;
constexpr double kAmplitude = 1 << 20;  // of the coarsest scale: all scales together stay within an int

// A square field whose edges meet; whole numbers, so that it is the same on every machine.
class Torus {
 public:
  Torus(std::vector<int>& values, int side, Stream& random)
      : values_(values),
        mask_(side - 1),
        shift_(std::countr_zero(static_cast<unsigned>(side))),
        draws_(random) {
    values_.assign(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 0);
  }

  int& at(int x, int y) { return values_[static_cast<std::size_t>(((y & mask_) << shift_) | (x & mask_))]; }

  // The middles of squares of that side, then the middles of their edges: each the mean of its four
  // neighbours and a draw.
  void refine(int side, int amplitude) {
    const int half = side / 2;
    for (int y = half; y <= mask_; y += side) {
      for (int x = half; x <= mask_; x += side) {
        const int sum =
            at(x - half, y - half) + at(x + half, y - half) + at(x - half, y + half) + at(x + half, y + half);
        at(x, y) = sum / 4 + draw(amplitude);
      }
    }
    for (int y = 0; y <= mask_; y += half) {
      for (int x = (y & half) != 0 ? 0 : half; x <= mask_; x += side) {
        const int sum = at(x - half, y) + at(x + half, y) + at(x, y - half) + at(x, y + half);
        at(x, y) = sum / 4 + draw(amplitude);
      }
    }
  }

 private:
  int draw(int amplitude) {
    const std::int64_t within = (std::int64_t{2} * amplitude * draws_.next()) >> kBits;
    return static_cast<int>(within) - amplitude;
  }

  std::vector<int>& values_;
  int mask_;
  int shift_;
  BitDraws<kBits> draws_;
};

}  // namespace

std::vector<std::uint16_t>& draw_plasma(int width, int height, double decay, Stream& random,
                                        ImageScratch& scratch) {
  const auto side = static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(width, height))));
  Torus torus(scratch.integers, side, random);
  double amplitude = kAmplitude;
  for (int square = side; square >= 2; square /= 2, amplitude /= decay * decay) {
    torus.refine(square, static_cast<int>(std::lround(amplitude)));
  }
  int low = torus.at(0, 0);
  int high = low;
  for (int y = 0; y < height; ++y) {
    const auto [least, most] = std::minmax_element(&torus.at(0, y), &torus.at(0, y) + width);
    low = std::min(low, *least);
    high = std::max(high, *most);
  }
  std::vector<std::uint16_t>& field = scratch.words;
  field.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  if (low == high) {
    std::fill(field.begin(), field.end(), std::uint16_t{32768});
    return field;
  }
  const float scale = 65535.0F / static_cast<float>(high - low);
  std::uint16_t* to = field.data();
  for (int y = 0; y < height; ++y, to += width) {
    const int* from = &torus.at(0, y);
    for (int x = 0; x < width; ++x) {
      to[x] = static_cast<std::uint16_t>(std::min(static_cast<float>(from[x] - low) * scale, 65535.0F));
    }
  }
  return field;
}

}  // namespace variegate
