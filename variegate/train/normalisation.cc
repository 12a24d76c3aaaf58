#include "variegate/train/normalisation.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {
TensorFormat normalisation(const PictureSet& set) {
  if (set.size() == 0) {
    throw Error({.where = "training data",
                 .what = "no images",
                 .got = "0",
                 .expected = "at least 2",
                 .mend = "check the path and the sizes of the split"});
  }
  // Counts of byte values are exact, so mean and variance do not depend on the order of samples.
  std::vector<std::array<std::uint64_t, 256>> histograms(static_cast<std::size_t>(set.channels));
  for (std::size_t i = 0; i < set.size(); ++i) {
    const ConstImageView view = set.view(i);
    for (int y = 0; y < view.height; ++y) {
      const std::uint8_t* row = view.row(y);
      for (std::size_t at = 0; at < view.row_bytes(); ++at)
        ++histograms[at % static_cast<std::size_t>(set.channels)][row[at]];
    }
  }
  TensorFormat format{.layout = PixelLayout::interleaved};
  for (std::size_t channel = 0; channel < histograms.size(); ++channel) {
    double count = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t value = 0; value < 256; ++value) {
      const auto times = static_cast<double>(histograms[channel][value]);
      const auto number = static_cast<double>(value);
      count += times;
      sum += times * number;
      squares += times * number * number;
    }
    const double mean = sum / count;
    const double variance = squares / count - mean * mean;
    const double scale = variance > 0.0 ? 1.0 / std::sqrt(variance) : 1.0;
    format.scale[channel] = static_cast<float>(scale);
    format.offset[channel] = static_cast<float>(-mean * scale);
  }
  return format;
}

}  // namespace variegate
