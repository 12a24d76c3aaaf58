// Frost on a window.
#include <algorithm>
#include <array>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/plasma.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr double kDecay = 1.4;  // rough on all scales, as crystals are
constexpr std::array<int, 3> kIce{222, 233, 244};

// How white the ice is at a value of the field, 0..1: veins where the field crosses its middle, a film
// elsewhere that grows with the field.
float ice_at(float field) {
  const float vein = std::max(1.0F - 5.0F * std::abs(field - 0.5F), 0.0F);
  return 0.5F * field + 0.5F * vein;
}

// Distance from the middle along one axis, 0..1 at the edges.
float off_middle(int position, int size) {
  return std::abs(2.0F * (static_cast<float>(position) + 0.5F) / static_cast<float>(size) - 1.0F);
}

void apply(Image& image, const ImageArguments& arguments) {
  const auto cover = static_cast<float>(arguments.values[0]);
  if (cover == 0.0F) return;
  const std::vector<std::uint16_t>& field =
      draw_plasma(image.width, image.height, kDecay, arguments.random, arguments.scratch);
  const int colours = image.colour_channels();
  const std::uint16_t* value = field.data();
  for (int y = 0; y < image.height; ++y) {
    const float down = off_middle(y, image.height);
    std::uint8_t* pixel = image.row(y);
    for (int x = 0; x < image.width; ++x, ++value, pixel += image.channels) {
      const float ice = ice_at(static_cast<float>(*value) / 65535.0F);
      const float edge = std::max(down, off_middle(x, image.width));  // frost grows inwards
      const float opacity = cover * std::min(ice + 0.5F * edge * edge, 1.0F);
      for (int c = 0; c < colours; ++c) {
        const int white = colours == 1 ? kIce[1] : kIce[static_cast<std::size_t>(c)];
        const float change = opacity * static_cast<float>(white - pixel[c]);
        const float rounded = static_cast<float>(pixel[c]) + change + 0.5F;
        pixel[c] = static_cast<std::uint8_t>(rounded);
      }
    }
  }
}

}  // namespace

const Op& frost() {
  static const Op op{
      .name = "frost",
      .summary = "let ice grow over the picture from its edges, in veins and as a film",
      .source =
          "variegate, in the manner of ImageNet-C's frost (Hendrycks and Dietterich 2019): ridges of a "
          "plasma fractal in place of pictures of frost",
      .parameters = {{.name = "cover",
                      .unit = "fraction of the light",
                      .summary = "opacity of the ice where it is thickest",
                      .low = 0,
                      .high = 1,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.8,
                    .source = "variegate: 0.8; ImageNet-C's frost weighs 0.4 .. 0.75"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
