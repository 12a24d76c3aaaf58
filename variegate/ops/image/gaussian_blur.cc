// Gaussian blur, rows first and then columns.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/blur.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr double kStrongest = 20.0;
static_assert(3.0 * kStrongest + 1.0 <= kMostBlurWeights);

// Weights of the middle and of distances 1, 2, ...: a Gaussian cut off at three sd. What rounding leaves over
// goes to the middle. None when sigma is so small that only the middle is left.
using Weights = std::array<std::int16_t, kMostBlurWeights>;

std::span<const std::int16_t> gaussian(double sigma, Weights& weights) {
  const std::size_t count = static_cast<std::size_t>(std::ceil(3.0 * sigma)) + 1;
  std::array<double, kMostBlurWeights> exact{};
  double sum = 0.0;
  for (std::size_t k = 0; k < count; ++k) {
    const double distance = static_cast<double>(k) / sigma;
    exact[k] = std::exp(-0.5 * distance * distance);
    sum += k == 0 ? exact[k] : 2.0 * exact[k];
  }
  int left = 1 << kBlurWeightBits;
  for (std::size_t k = 1; k < count; ++k) {
    const auto weight = static_cast<int>(std::lround(exact[k] / sum * (1 << kBlurWeightBits)));
    weights[k] = static_cast<std::int16_t>(weight);
    left -= 2 * weight;
  }
  if (left == 1 << kBlurWeightBits) return {};
  weights[0] = static_cast<std::int16_t>(left);
  return {weights.data(), count};
}

void apply(Image& image, const ImageArguments& arguments) {
  Weights weights;
  const double side = std::min(image.width, image.height);
  const double sigma = std::min(arguments.values[0] + arguments.values[1] * side, kStrongest);
  if (sigma == 0.0) return;
  const std::span<const std::int16_t> filter = gaussian(sigma, weights);
  if (!filter.empty()) kernels::blur(image, filter, arguments.scratch.words);
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
                                     .neutral = 0},
                                    {.name = "sigma_fraction",
                                     .unit = "fraction of the shorter side",
                                     .summary = "added to sigma; no more than 20 pixels together",
                                     .low = 0,
                                     .high = 0.5,
                                     .fallback = 0,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 2,
                                   .source = "SimCLR (Chen et al. 2020), appendix A: sigma 0.1..2"},
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
