// Gaussian blur, rows first and then columns.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

constexpr double kStrongest = 20.0;
constexpr int kLargestRadius = 3 * static_cast<int>(kStrongest);
constexpr int kWeightBits = 15;  // weights add up to 2^15
constexpr int kRowBits = 8;      // fraction bits kept between the passes: a blurred row is 8.8 fixed point

struct Kernel {
  int radius = 0;
  std::array<std::uint16_t, 2 * kLargestRadius + 1> weights{};
};

// A Gaussian cut off at three sd; what rounding the weights leaves over goes to the middle.
Kernel gaussian(double sigma) {
  Kernel kernel{.radius = static_cast<int>(std::ceil(3.0 * sigma))};
  std::array<double, 2 * kLargestRadius + 1> exact{};
  double sum = 0.0;
  const int size = 2 * kernel.radius + 1;
  for (int i = 0; i < size; ++i) {
    const double distance = (i - kernel.radius) / sigma;
    sum += exact[static_cast<std::size_t>(i)] = std::exp(-0.5 * distance * distance);
  }
  int left = 1 << kWeightBits;
  for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i) {
    kernel.weights[i] = static_cast<std::uint16_t>(std::lround(exact[i] / sum * (1 << kWeightBits)));
    left -= kernel.weights[i];
  }
  auto& middle = kernel.weights[static_cast<std::size_t>(kernel.radius)];
  middle = static_cast<std::uint16_t>(middle + left);
  return kernel;
}

// Positions beyond the edge count backwards from it, the edge itself not repeated (dcb|abcd|cba), as often as
// the size asks for: OpenCV's BORDER_REFLECT_101.
int reflected(int position, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  const int phase = ((position % period) + period) % period;
  return std::min(phase, period - phase);
}

// sums[i] += weight * values[i]: 15 and 16 bits make 31, and all weights together no more.
void add_weighted(int* sums, const std::uint16_t* values, std::size_t count, std::uint16_t weight) {
  for (std::size_t i = 0; i < count; ++i) sums[i] += static_cast<int>(weight) * static_cast<int>(values[i]);
}

void apply(Image& image, const OpArguments& arguments) {
  const double sigma = arguments.values[0];
  if (sigma == 0.0) return;
  const Kernel kernel = gaussian(sigma);
  const std::size_t taps = 2 * static_cast<std::size_t>(kernel.radius) + 1;
  const auto step = static_cast<std::size_t>(image.channels);
  const std::size_t stride = image.stride();
  std::vector<int>& sums = arguments.scratch.integers;
  sums.resize(stride);

  // words: one row with its reflected borders, then the blurred rows.
  std::vector<std::uint16_t>& words = arguments.scratch.words;
  const std::size_t padded = stride + (taps - 1) * step;
  words.resize(padded + stride * static_cast<std::size_t>(image.height));
  std::uint16_t* blurred = words.data() + padded;
  for (int y = 0; y < image.height; ++y) {
    std::uint16_t* to = words.data();
    for (int x = -kernel.radius; x < image.width + kernel.radius; ++x) {
      const std::uint8_t* pixel = image.at(reflected(x, image.width), y);
      to = std::copy(pixel, pixel + step, to);
    }
    std::fill(sums.begin(), sums.end(), 1 << (kWeightBits - kRowBits - 1));
    for (std::size_t tap = 0; tap < taps; ++tap) {
      add_weighted(sums.data(), words.data() + tap * step, stride, kernel.weights[tap]);
    }
    std::uint16_t* row = blurred + static_cast<std::size_t>(y) * stride;
    for (std::size_t i = 0; i < stride; ++i)
      row[i] = static_cast<std::uint16_t>(sums[i] >> (kWeightBits - kRowBits));
  }

  for (int y = 0; y < image.height; ++y) {
    std::fill(sums.begin(), sums.end(), 1 << (kWeightBits + kRowBits - 1));
    for (std::size_t tap = 0; tap < taps; ++tap) {
      const int from = reflected(y - kernel.radius + static_cast<int>(tap), image.height);
      add_weighted(sums.data(), blurred + static_cast<std::size_t>(from) * stride, stride,
                   kernel.weights[tap]);
    }
    std::uint8_t* row = image.row(y);
    for (std::size_t i = 0; i < stride; ++i) {
      const bool alpha = step == 4 && i % 4 == 3;
      if (!alpha) row[i] = static_cast<std::uint8_t>(sums[i] >> (kWeightBits + kRowBits));
    }
  }
}

}  // namespace

const Op& gaussian_blur() {
  static const Op op{.name = "gaussian_blur",
                     .summary = "blur with a Gaussian",
                     .source = "SimCLR (Chen et al. 2020), appendix A; OpenCV's GaussianBlur",
                     .parameters = {{.name = "sigma",
                                     .unit = "pixels",
                                     .summary = "standard deviation of the Gaussian",
                                     .low = 0,
                                     .high = kStrongest,
                                     .fallback = 0,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 2,
                                   .source = "SimCLR (Chen et al. 2020), appendix A: sigma 0.1..2"},
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
