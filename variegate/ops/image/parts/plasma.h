// Plasma fractals: fields that vary on all scales, as fog, frost and clouds do.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/ops/image_scratch.h"

namespace variegate {

// A field of width x height values over 0 .. 65535, row by row, that takes both ends (a field of one value:
// 32768). By the diamond-square algorithm (Fournier, Fussell and Carpenter 1982) on a torus of the next power
// of two, as ImageNet-C has it: from each scale to half of it the amplitude falls by decay^2; decay 1 .. 4,
// the larger the smoother. In scratch.words; uses scratch.integers.
std::vector<std::uint16_t>& draw_plasma(int width, int height, double decay, Stream& random,
                                        ImageScratch& scratch);

}  // namespace variegate
