// How many times each value occurs.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

using Histogram = std::array<std::uint32_t, 256>;

// One a colour channel; of a grey picture only the first is used.
using Histograms = std::array<Histogram, 3>;

namespace kernels {

// The histograms of a picture of fewer than 2^32 pixels.
Histograms histograms(ConstImageView image);

}  // namespace kernels
namespace reference {

Histograms histograms(ConstImageView image);

}  // namespace reference
}  // namespace variegate
