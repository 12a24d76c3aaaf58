// The normal distribution as a table.
#pragma once

#include <array>
#include <cstdint>

namespace variegate {

inline constexpr int kNormalLevelBits = 12;  // there are 2^12 levels, and a level has as many fraction bits
using NormalLevels = std::array<std::int16_t, std::size_t{1} << kNormalLevelBits>;

// 4096 equally likely values of mean 0 and variance 1, up to 3.7 sd, in ascending order and units of 2^-12:
// one look-up a draw in place of a logarithm, a root and a cosine.
const NormalLevels& normal_levels();

}  // namespace variegate
