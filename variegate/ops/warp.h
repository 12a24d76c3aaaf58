// Affine warps. Rotation, shear, translation and zoom are one inverse map each; this is the kernel they
// share.
#pragma once

#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/ops/op.h"

namespace variegate {

// Where an output point comes from: (x, y) of the output shows the point (xx x + xy y + x0, yx x + yy y + y0)
// of the input, in pixels. Pixel (i, j) covers [i, i+1) x [j, j+1): its centre is (i + 0.5, j + 0.5), as in
// Pillow's Image.transform.
struct InverseAffine {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;
};

// The linear part of the map, about the centre of the picture instead of its corner.
InverseAffine about_centre(const InverseAffine& linear, const Image& image);

enum class Interpolation { nearest, bilinear };

struct Sampling {
  std::uint8_t fill = 0;  // colour of points outside the input; their alpha is 0
  Interpolation interpolation = Interpolation::bilinear;
};

// Warps the picture in place (through scratch.image). Channels are interpolated apart, so colours are not
// weighted by alpha. A point outside the input, as Pillow has it, is one whose coordinates are not in
// [0, width) x [0, height); inside, neighbours beyond the edge repeat it. Coordinates have 16 fraction bits
// for nearest, Pillow's own rule, and 32 for bilinear, whose result is rounded where Pillow cuts it off.
void warp(Image& image, const InverseAffine& map, const Sampling& sampling, Scratch& scratch);

}  // namespace variegate
