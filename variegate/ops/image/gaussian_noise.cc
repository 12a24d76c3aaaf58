// Independent normal noise on every value.
#include <cmath>
#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/kernels/noise.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

// The stream gives the noise its key; places in the picture do the rest.
void apply(Image& image, const ImageArguments& arguments) {
  const int sigma = static_cast<int>(std::lround(arguments.values[0] * (1 << kNoiseSigmaBits)));
  if (sigma == 0) return;
  const std::uint32_t first = arguments.random.next();
  kernels::add_noise(image, {first, arguments.random.next()}, sigma);
}

}  // namespace

const Op& gaussian_noise() {
  static const Op op{.name = "gaussian_noise",
                     .summary = "add independent normal noise to every value",
                     .source = "ImageNet-C (Hendrycks and Dietterich 2019), gaussian_noise",
                     .parameters = {{.name = "sigma",
                                     .unit = "byte",
                                     .summary = "standard deviation in units of 0..255, rounded to 1/128",
                                     .low = 0,
                                     .high = 255,
                                     .fallback = 0,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 50,
                                   .source = "variegate: 50, as ImageNet-C's severity 3 (0.18 of 255 = 46)"},
                     .random = true,
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
