// Parameters that several operations have, described once.
#pragma once

#include <cstdint>
#include <span>

#include "variegate/kernels/warp.h"
#include "variegate/ops/parameter.h"

namespace variegate {

// What comes from outside the picture, or covers a part of it: one byte for all colour channels.
Parameter fill_parameter();
std::uint8_t fill_from(double value);

// "nearest" or "bilinear".
Parameter interpolation_parameter();

// "constant" (the fill), "replicate" or "reflect".
Parameter border_parameter();

// The last parameters of every operation that warps: fill, interpolation and, of affine ones, border.
Sampling sampling_from(std::span<const double> values);

// The factor of an enhancement (Pillow's ImageEnhance): 0 gives the degenerate picture, 1 the picture itself,
// more goes beyond it.
Parameter factor_parameter(const char* summary);
Magnitude factor_magnitude();

// The parameter and the magnitude of a translation along either axis.
Parameter shift_in_pixels_parameter();
Magnitude translation_magnitude();

Magnitude shear_magnitude();  // along either axis

}  // namespace variegate
