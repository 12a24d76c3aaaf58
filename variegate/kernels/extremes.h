// The smallest and the largest value of each colour channel.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

// One a colour channel; of a grey picture only the first is used.
struct Extremes {
  std::array<std::uint8_t, 3> low{255, 255, 255};
  std::array<std::uint8_t, 3> high{};

  bool operator==(const Extremes&) const = default;
};

namespace kernels {

Extremes extremes(ConstImageView image);

}  // namespace kernels
namespace reference {

Extremes extremes(ConstImageView image);

}  // namespace reference
}  // namespace variegate
