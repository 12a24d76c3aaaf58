// Separable symmetric filters: rows first and then columns, in fixed point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "variegate/core/image.h"

namespace variegate {

// Weights of a filter add up to 2^15.
inline constexpr int kBlurWeightBits = 15;

// Most that a filter may have, on one side and in the middle.
inline constexpr std::size_t kMostBlurWeights = 64;

// A row is kept with that many fraction bits until the columns are done: two of its values together have 15
// bits.
inline constexpr int kBlurRowBits = 6;

namespace kernels {

// Filters a picture in place along both axes; alpha is left alone. weights[k] is that of both pixels k away,
// so that weights[0] + 2 (weights[1] + ...) = 2^kBlurWeightBits; at least two, at most kMostBlurWeights, none
// negative. Beyond its edges the picture is reflected (reflect.h). `rows` is memory to work in, made larger
// when it must be.
void blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows);

}  // namespace kernels
namespace reference {

void blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows);

}  // namespace reference
}  // namespace variegate
