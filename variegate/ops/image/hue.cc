// Hues turned on the colour circle.
#include <algorithm>
#include <cmath>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

// The colour circle has six sectors, red at 0. A channel is at the picture's maximum within one sector of its
// own hue and at the minimum from two sectors on; in between it falls in a straight line (the HSV hexcone,
// Smith 1978). Value and chroma stay as they are, so nothing is lost by a way through 8-bit HSV. Places on
// the circle are in units of 2^-16 / chroma of a sector: so there is nothing to divide.
constexpr int kBits = 16;

int wrapped(int place, int circle) {
  return place < 0 ? place + circle : place >= circle ? place - circle : place;
}

int channel_value(int place, int maximum, int sector) {
  const int distance = std::min(place, 6 * sector - place);
  const int fall = std::clamp(distance - sector, 0, sector);
  return maximum - ((fall + (1 << (kBits - 1))) >> kBits);
}

void apply(Image& image, const OpArguments& arguments) {
  const int turn = static_cast<int>(std::lround(arguments.values[0] / 60.0 * (1 << kBits)));
  if (image.channels == 1 || turn == 0) return;
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    std::uint8_t* pixel = &image.pixels[i];
    const int red = pixel[0];
    const int green = pixel[1];
    const int blue = pixel[2];
    const int maximum = std::max({red, green, blue});
    const int chroma = maximum - std::min({red, green, blue});
    const int sector = chroma << kBits;
    const int circle = 6 * sector;
    int hue = 0;
    if (maximum == red) {
      hue = green - blue;
    } else if (maximum == green) {
      hue = 2 * chroma + blue - red;
    } else {
      hue = 4 * chroma + red - green;
    }
    hue = wrapped(wrapped(hue * (1 << kBits), circle) + turn * chroma, circle);
    pixel[0] = static_cast<std::uint8_t>(channel_value(hue, maximum, sector));
    pixel[1] = static_cast<std::uint8_t>(channel_value(wrapped(hue - 2 * sector, circle), maximum, sector));
    pixel[2] = static_cast<std::uint8_t>(channel_value(wrapped(hue - 4 * sector, circle), maximum, sector));
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
