#include "variegate/ops/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

namespace variegate {
namespace {

using Fixed = std::int64_t;

template <int kBits>
Fixed fixed(double value) {
  return static_cast<Fixed>(std::floor(value * static_cast<double>(Fixed{1} << kBits) + 0.5));
}

// The input point of each output pixel in turn, by additions only.
template <int kBits>
struct Walk {
  explicit Walk(const InverseAffine& map)
      : xx(fixed<kBits>(map.xx)),
        xy(fixed<kBits>(map.xy)),
        yx(fixed<kBits>(map.yx)),
        yy(fixed<kBits>(map.yy)),
        x(fixed<kBits>(map.x0 + map.xx * 0.5 + map.xy * 0.5)),
        y(fixed<kBits>(map.y0 + map.yx * 0.5 + map.yy * 0.5)) {}

  Fixed xx, xy, yx, yy;  // steps: to the next column (xx, yx), to the next row (xy, yy)
  Fixed x, y;            // the point of the first pixel of the row
  void next_row() { x += xy, y += yy; }
};

// One comparison for 0 <= value < end.
bool within(Fixed value, Fixed end) {
  return static_cast<std::uint64_t>(value) < static_cast<std::uint64_t>(end);
}

template <int kChannels, int kBits, typename Sample>
void warp_rows(const Image& in, const InverseAffine& map, std::uint8_t fill, Image& out, Sample sample) {
  std::array<std::uint8_t, 4> outside{fill, fill, fill, 0};
  Walk<kBits> walk(map);
  const Fixed right = Fixed{in.width} << kBits;
  const Fixed bottom = Fixed{in.height} << kBits;
  for (int j = 0; j < out.height; ++j, walk.next_row()) {
    Fixed x = walk.x;
    Fixed y = walk.y;
    std::uint8_t* pixel = out.row(j);
    for (int i = 0; i < out.width; ++i, x += walk.xx, y += walk.yx, pixel += kChannels) {
      if (within(x, right) && within(y, bottom)) {
        sample(x, y, pixel);
      } else {
        std::memcpy(pixel, outside.data(), kChannels);
      }
    }
  }
}

template <int kChannels>
void warp_nearest(const Image& in, const InverseAffine& map, std::uint8_t fill, Image& out) {
  constexpr int kBits = 16;
  const std::size_t stride = in.stride();
  warp_rows<kChannels, kBits>(in, map, fill, out, [&in, stride](Fixed x, Fixed y, std::uint8_t* pixel) {
    const std::uint8_t* from = in.pixels.data() + static_cast<std::size_t>(y >> kBits) * stride +
                               static_cast<std::size_t>(x >> kBits) * kChannels;
    std::memcpy(pixel, from, kChannels);
  });
}

template <int kChannels>
void warp_bilinear(const Image& in, const InverseAffine& map, std::uint8_t fill, Image& out) {
  constexpr int kBits = 32;
  // Four weights of 2 x 11 bits times a byte are 30 bits: they add up in an int.
  constexpr int kWeightBits = 11;
  constexpr int kOne = 1 << kWeightBits;
  constexpr Fixed kHalfPixel = Fixed{1} << (kBits - 1);
  const std::size_t stride = in.stride();
  warp_rows<kChannels, kBits>(in, map, fill, out, [&in, stride](Fixed x, Fixed y, std::uint8_t* pixel) {
    const Fixed from_x = x - kHalfPixel;
    const Fixed from_y = y - kHalfPixel;
    const int left = static_cast<int>(from_x >> kBits);
    const int top = static_cast<int>(from_y >> kBits);
    const int across = static_cast<int>((from_x >> (kBits - kWeightBits)) & (kOne - 1));
    const int down = static_cast<int>((from_y >> (kBits - kWeightBits)) & (kOne - 1));
    const std::size_t column0 = static_cast<std::size_t>(std::max(left, 0)) * kChannels;
    const std::size_t column1 = static_cast<std::size_t>(std::min(left + 1, in.width - 1)) * kChannels;
    const std::uint8_t* row0 = in.pixels.data() + static_cast<std::size_t>(std::max(top, 0)) * stride;
    const std::uint8_t* row1 =
        in.pixels.data() + static_cast<std::size_t>(std::min(top + 1, in.height - 1)) * stride;
    const int weight00 = (kOne - across) * (kOne - down);
    const int weight01 = across * (kOne - down);
    const int weight10 = (kOne - across) * down;
    const int weight11 = across * down;
    for (std::size_t c = 0; c < kChannels; ++c) {
      const int sum = weight00 * row0[column0 + c] + weight01 * row0[column1 + c] +
                      weight10 * row1[column0 + c] + weight11 * row1[column1 + c];
      pixel[c] = static_cast<std::uint8_t>((sum + (1 << (2 * kWeightBits - 1))) >> (2 * kWeightBits));
    }
  });
}

template <int kChannels>
void warp_channels(const Image& in, const InverseAffine& map, const Sampling& sampling, Image& out) {
  if (sampling.interpolation == Interpolation::nearest) {
    warp_nearest<kChannels>(in, map, sampling.fill, out);
  } else {
    warp_bilinear<kChannels>(in, map, sampling.fill, out);
  }
}

}  // namespace

InverseAffine about_centre(const InverseAffine& linear, const Image& image) {
  const double x = image.width / 2.0;
  const double y = image.height / 2.0;
  InverseAffine map = linear;
  map.x0 = linear.xx * -x + linear.xy * -y + x;
  map.y0 = linear.yx * -x + linear.yy * -y + y;
  return map;
}

void warp(Image& image, const InverseAffine& map, const Sampling& sampling, Scratch& scratch) {
  Image& out = scratch.image_like(image);
  switch (image.channels) {
    case 1:
      warp_channels<1>(image, map, sampling, out);
      break;
    case 3:
      warp_channels<3>(image, map, sampling, out);
      break;
    default:
      warp_channels<4>(image, map, sampling, out);
      break;
  }
  std::swap(image, out);
}

}  // namespace variegate
