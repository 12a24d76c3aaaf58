// The blur of a lens that zooms in.
#include <algorithm>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/kernels/warp.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr int kMostSteps = 16;

// The mean of the picture and its evenly spaced enlargements up to the factor: enough of them that the edges
// move by about a pixel from each to the next.
void apply(Image& image, const ImageArguments& arguments) {
  const double growth = arguments.values[0] - 1.0;
  if (growth == 0.0) return;
  const double moved = 0.5 * growth * std::max(image.width, image.height);
  const int steps = std::clamp(static_cast<int>(std::lround(moved)), 1, kMostSteps);
  Image& enlarged = arguments.scratch.image_like(image);
  std::vector<std::uint16_t>& sums = arguments.scratch.words;
  sums.assign(image.pixels.begin(), image.pixels.end());
  for (int step = 1; step <= steps; ++step) {
    const double scale = 1.0 / (1.0 + growth * step / steps);
    kernels::warp(image, enlarged,
                  {.map = about_centre({.xx = scale, .yy = scale}, image.width, image.height),
                   .sampling = {.border = Border::replicate}});
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i] = static_cast<std::uint16_t>(sums[i] + enlarged.pixels[i]);
    }
  }
  const int count = steps + 1;
  const float share = 1.0F / static_cast<float>(count);
  const bool has_alpha = image.channels == 4;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (has_alpha && i % 4 == 3) continue;
    const float rounded = static_cast<float>(sums[i]) * share + 0.5F;
    image.pixels[i] = static_cast<std::uint8_t>(rounded);
  }
}

}  // namespace

const Op& zoom_blur() {
  static const Op op{.name = "zoom_blur",
                     .summary = "blur away from the middle, as a lens that zooms in",
                     .source = "ImageNet-C (Hendrycks and Dietterich 2019), zoom_blur",
                     .parameters = {{.name = "factor",
                                     .unit = "factor",
                                     .summary = "largest enlargement; 1 is none",
                                     .low = 1,
                                     .high = 2,
                                     .fallback = 1,
                                     .neutral = 1}},
                     .magnitude = {.searchable = true,
                                   .weakest = 1,
                                   .strongest = 1.2,
                                   .source = "ImageNet-C, severity 3: factors 1 .. 1.2"},
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
