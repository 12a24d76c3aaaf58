#include "variegate/kernels/mixture.h"

namespace variegate::reference {

void add_share(std::span<const std::uint8_t> bytes, std::uint32_t share, std::span<std::uint32_t> sums) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += share * bytes[i];
}

void finish_mixture(std::span<const std::uint32_t> sums, std::span<const std::uint8_t> bytes,
                    std::uint32_t share, std::span<std::uint8_t> to) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] = static_cast<std::uint8_t>((sums[i] + share * bytes[i]) >> 16);
  }
}

}  // namespace variegate::reference
