#include "variegate/kernels/blur.h"

#include <algorithm>

#include "variegate/kernels/reflect.h"

namespace variegate::reference {
namespace {

// values(k) gives the `count` values that are k away, from the filter's one end to its other; what they are
// worth together, shifted right by `bits` and rounded, goes to put(i, value).
template <typename Values, typename Put>
void filter(std::span<const std::int16_t> weights, int bits, std::size_t count, std::vector<int>& sums,
            Values values, Put put) {
  const int radius = static_cast<int>(weights.size()) - 1;
  sums.assign(count, 1 << (bits - 1));
  for (int k = -radius; k <= radius; ++k) {
    const int weight = weights[static_cast<std::size_t>(std::abs(k))];
    const std::uint16_t* from = values(k);
    for (std::size_t i = 0; i < count; ++i) sums[i] += weight * from[i];
  }
  for (std::size_t i = 0; i < count; ++i) put(i, sums[i] >> bits);
}

}  // namespace

void blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows) {
  const auto step = static_cast<std::size_t>(image.channels);
  const int radius = static_cast<int>(weights.size()) - 1;
  const std::size_t bytes = image.row_bytes();
  const std::size_t margin = static_cast<std::size_t>(radius) * step;
  std::vector<int> sums;
  rows.resize(bytes * static_cast<std::size_t>(image.height) + bytes + 2 * margin);
  std::uint16_t* padded = rows.data() + bytes * static_cast<std::size_t>(image.height);
  const auto row = [&](int y) { return rows.data() + static_cast<std::size_t>(y) * bytes; };
  for (int y = 0; y < image.height; ++y) {
    std::uint16_t* to = padded;
    for (int x = -radius; x < image.width + radius; ++x) {
      to = std::copy_n(image.at(reflected_101(x, image.width), y), step, to);
    }
    filter(
        weights, kBlurWeightBits - kBlurRowBits, bytes, sums,
        [&](int k) { return padded + static_cast<std::size_t>(radius + k) * step; },
        [&](std::size_t i, int value) { row(y)[i] = static_cast<std::uint16_t>(value); });
  }
  for (int y = 0; y < image.height; ++y) {
    filter(
        weights, kBlurWeightBits + kBlurRowBits, bytes, sums,
        [&](int k) { return row(reflected_101(y + k, image.height)); },
        [&](std::size_t i, int value) {
          if (step < 4 || i % 4 < 3) image.row(y)[i] = static_cast<std::uint8_t>(value);
        });
  }
}

}  // namespace variegate::reference
