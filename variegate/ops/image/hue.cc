// Hues turned on the colour circle.
#include <algorithm>
#include <cmath>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

// The colour circle has six sectors, red at 0. A channel is at the picture's maximum within one sector of its
// own hue and at the minimum from two sectors on; in between it falls in a straight line (the HSV hexcone,
// Smith 1978). Value and chroma stay as they are, so nothing is lost by a way through 8-bit HSV.
int channel_value(float sectors, int maximum, int chroma) {
  const float distance = std::min(sectors, 6.0F - sectors);
  const float fall = std::clamp(distance - 1.0F, 0.0F, 1.0F);
  return maximum - static_cast<int>(fall * static_cast<float>(chroma) + 0.5F);
}

float wrapped(float sectors) {
  return sectors < 0.0F ? sectors + 6.0F : sectors >= 6.0F ? sectors - 6.0F : sectors;
}

void apply(Image& image, const OpArguments& arguments) {
  const auto turn = wrapped(static_cast<float>(arguments.values[0] / 60.0));
  if (image.channels == 1 || turn == 0.0F) return;
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    std::uint8_t* pixel = &image.pixels[i];
    const int red = pixel[0];
    const int green = pixel[1];
    const int blue = pixel[2];
    const int maximum = std::max({red, green, blue});
    const int chroma = maximum - std::min({red, green, blue});
    if (chroma == 0) continue;
    const auto slope = [chroma](int difference) {
      return static_cast<float>(difference) / static_cast<float>(chroma);
    };
    float hue = 0.0F;
    if (maximum == red) {
      hue = slope(green - blue);
    } else if (maximum == green) {
      hue = 2.0F + slope(blue - red);
    } else {
      hue = 4.0F + slope(red - green);
    }
    hue = wrapped(wrapped(hue) + turn);
    pixel[0] = static_cast<std::uint8_t>(channel_value(hue, maximum, chroma));
    pixel[1] = static_cast<std::uint8_t>(channel_value(wrapped(hue - 2.0F), maximum, chroma));
    pixel[2] = static_cast<std::uint8_t>(channel_value(wrapped(hue - 4.0F), maximum, chroma));
  }
}

}  // namespace

const Op& hue() {
  static const Op op{
      .name = "hue",
      .summary = "turn all hues on the colour circle",
      .source = "torchvision's adjust_hue (HSV), without its rounding of hue and saturation to 8 bits",
      .parameters = {{.name = "degrees",
                      .unit = "degrees",
                      .summary = "angle on the colour circle; +120 turns red to green",
                      .low = -180,
                      .high = 180,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 90,
                    .mirrored = true,
                    .source =
                        "variegate: 90 degrees, half of all there is; SimCLR (Chen et al. 2020) uses 72"},
      .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
