// Affine warps: rotation, shear, translation, zoom, flips and crops, and any composition of them, are one map
// from points of the output to points of the input.
#pragma once

#include <cstdint>
#include <span>

#include "variegate/core/image.h"

namespace variegate {

// Where an output point comes from: (x, y) of the output shows the point (xx x + xy y + x0, yx x + yy y + y0)
// of the input, in pixels. Pixel (i, j) covers [i, i+1) x [j, j+1): its centre is (i + 0.5, j + 0.5), as in
// Pillow's Image.transform.
struct InverseAffine {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;
  bool operator==(const InverseAffine&) const = default;
};

// The map that goes through `first` and then `second`.
InverseAffine composed(const InverseAffine& first, const InverseAffine& second);

// Whether the map takes pixels to pixels, shifted by whole ones and mirrored at most: nothing is
// interpolated.
bool moves_whole_pixels(const InverseAffine& map);

enum class Interpolation { nearest, bilinear };

// What is beyond the edge of the input.
enum class Border {
  constant,   // Sampling::fill, transparent
  replicate,  // the edge, repeated
  reflect,    // the picture mirrored at its edge, the edge itself repeated (dcba|abcd|dcba)
};

struct Sampling {
  std::uint8_t fill = 0;  // colour of points outside the input; their alpha is 0
  Interpolation interpolation = Interpolation::bilinear;
  Border border = Border::constant;
  bool operator==(const Sampling&) const = default;
};

// A picture that a composed map goes through on its way: what is outside of it is not seen, but its fill.
struct Clip {
  InverseAffine map;  // from the output to that picture
  int width = 0;
  int height = 0;
  std::uint8_t fill = 0;
};

inline constexpr std::size_t kMostClips = 8;

struct AffineWarp {
  InverseAffine map;
  Sampling sampling = {};
  std::span<const Clip> clips = {};  // at most kMostClips, the one nearest to the output first
};

// A point outside the input is one whose coordinates are not in [0, width) x [0, height), as in Pillow;
// inside, neighbours beyond the edge repeat it. Channels are interpolated apart, so colours are not weighted
// by alpha. Coordinates have 32 fraction bits, weights 15; the result is rounded to the nearest. `in` and
// `out` may differ in size, not in channels, and may not overlap; sides are at most 2^15 pixels.
namespace kernels {
void warp(ConstImageView in, ImageView out, const AffineWarp& warp);
}
namespace reference {
void warp(ConstImageView in, ImageView out, const AffineWarp& warp);
}

}  // namespace variegate
