// Pictures laid over each other by shares, exactly: AugMix's chains, mixup's pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace variegate {

// Shares are multiples of 2^-16; those of a mixture add up to 2^16, and a picture mixed with itself is
// itself.
inline constexpr std::uint32_t kWholeShare = 1U << 16;

// add_share: sums[i] += share * bytes[i]. The sums begin at kWholeShare / 2, for rounding.
// finish_mixture: to[i] = (sums[i] + share * bytes[i]) >> 16, with the share that is left.
// All spans of one mixture have one size.
namespace kernels {
void add_share(std::span<const std::uint8_t> bytes, std::uint32_t share, std::span<std::uint32_t> sums);
void finish_mixture(std::span<const std::uint32_t> sums, std::span<const std::uint8_t> bytes,
                    std::uint32_t share, std::span<std::uint8_t> to);
}  // namespace kernels
namespace reference {
void add_share(std::span<const std::uint8_t> bytes, std::uint32_t share, std::span<std::uint32_t> sums);
void finish_mixture(std::span<const std::uint32_t> sums, std::span<const std::uint8_t> bytes,
                    std::uint32_t share, std::span<std::uint8_t> to);
}  // namespace reference

}  // namespace variegate
