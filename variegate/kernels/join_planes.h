// Colour planes, one after another as tensors have them, put together to pixels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace variegate {

// Red, green and blue: as many bytes each as there are pixels.
using ColourPlanes = std::array<const std::uint8_t*, 3>;

// Writes 3 * pixels bytes, the channels of a pixel side by side, and overlaps no plane.
namespace kernels {
void join_planes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to);
}
namespace reference {
void join_planes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to);
}

}  // namespace variegate
