// Fog in patches.
#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/plasma.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

// White light added where the fog is, and the whole made darker so that white stays white.
void apply(Image& image, const ImageArguments& arguments) {
  const double density = arguments.values[0];
  if (density == 0.0) return;
  const std::vector<std::uint16_t>& field =
      draw_plasma(image.width, image.height, arguments.values[1], arguments.random, arguments.scratch);
  const auto kept = static_cast<float>(1.0 / (1.0 + density));
  const auto light = static_cast<float>(255.0 / 65535.0 * density / (1.0 + density));
  const int colours = image.colour_channels();
  std::uint8_t* pixel = image.pixels.data();
  for (std::size_t i = 0; i < field.size(); ++i, pixel += image.channels) {
    const float added = light * static_cast<float>(field[i]) + 0.5F;
    for (int c = 0; c < colours; ++c) {
      pixel[c] = static_cast<std::uint8_t>(kept * static_cast<float>(pixel[c]) + added);
    }
  }
}

}  // namespace

const Op& fog() {
  static const Op op{
      .name = "fog",
      .summary = "lay patches of fog over the picture",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), fog: a plasma fractal",
      .parameters = {{.name = "density",
                      .unit = "factor",
                      .summary = "light of the fog where it is thickest, over white; 0 is no fog",
                      .low = 0,
                      .high = 10,
                      .fallback = 0,
                      .neutral = 0},
                     {.name = "decay",
                      .unit = "factor",
                      .summary = "how smooth: patches of half the size are weaker by its square",
                      .low = 1,
                      .high = 4,
                      .fallback = 2,
                      .neutral = 2}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 2.5,
                    .source = "ImageNet-C, severity 3 and 4: 2.5"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
