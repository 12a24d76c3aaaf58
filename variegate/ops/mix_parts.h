// What mixes of samples are made of.
#pragma once

#include "variegate/ops/mix.h"

namespace variegate {

// The parameter of the Beta(alpha, alpha) distribution that shares are drawn from.
Parameter alpha_parameter(double fallback);

// Shares are multiples of 2^-14, so that pixels are mixed in whole numbers and a picture mixed with itself is
// itself.
inline constexpr int kShareBits = 14;

// out = share * first + (1 - share) * second, rounded to the nearest; share in units of 2^-14, 0 .. 2^14.
void blend_pictures(ConstImageView first, ConstImageView second, int share, ImageView out);

// Copies that box of `from`, to the same size of `out` at (left, top).
void copy_box(ConstImageView from, const Box& box, ImageView out, int left, int top);

}  // namespace variegate
