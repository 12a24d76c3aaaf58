// Luma: what is left of a colour picture without its colours.
#pragma once

#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

namespace kernels {

// The sum over all pixels; for a grey picture, over its values.
std::uint64_t sum_of_luma(ConstImageView image);

// Every colour of `to` is the luma of `from`; alpha is copied. Views of one shape, of 3 or 4 channels; to may
// be from.
void take_colour_away(ConstImageView from, ImageView to);

}  // namespace kernels
namespace reference {

std::uint64_t sum_of_luma(ConstImageView image);
void take_colour_away(ConstImageView from, ImageView to);

}  // namespace reference
}  // namespace variegate
