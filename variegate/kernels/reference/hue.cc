#include "variegate/kernels/hue.h"

#include <algorithm>

namespace variegate::reference {
namespace {

// The colour circle has six sectors, red at 0. A channel is at the picture's maximum within one sector of its
// own hue and at the minimum from two sectors on; in between it falls in a straight line. Value and chroma
// stay as they are, so nothing is lost by a way through 8-bit HSV. Places on the circle are in units of 1 /
// (kHueSector chroma) of a sector: so there is nothing to divide.
int wrapped(int place, int circle) {
  return place < 0 ? place + circle : place >= circle ? place - circle : place;
}

std::uint8_t channel_value(int place, int maximum, int sector) {
  const int distance = std::min(place, 6 * sector - place);
  const int fall = std::clamp(distance - sector, 0, sector);
  return static_cast<std::uint8_t>(maximum - (fall + kHueSector / 2) / kHueSector);
}

}  // namespace

void turn_hues(ConstImageView from, ImageView to, int turn) {
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      const std::uint8_t* pixel = from.at(x, y);
      std::uint8_t* out = to.at(x, y);
      const int red = pixel[0];
      const int green = pixel[1];
      const int blue = pixel[2];
      const int maximum = std::max({red, green, blue});
      const int chroma = maximum - std::min({red, green, blue});
      const int sector = chroma * kHueSector;
      const int circle = 6 * sector;
      int hue = 0;
      if (maximum == red) {
        hue = green - blue;
      } else if (maximum == green) {
        hue = 2 * chroma + blue - red;
      } else {
        hue = 4 * chroma + red - green;
      }
      hue = wrapped(wrapped(hue * kHueSector, circle) + turn * chroma, circle);
      out[0] = channel_value(hue, maximum, sector);
      out[1] = channel_value(wrapped(hue - 2 * sector, circle), maximum, sector);
      out[2] = channel_value(wrapped(hue - 4 * sector, circle), maximum, sector);
      if (from.channels == 4) out[3] = pixel[3];
    }
  }
}

}  // namespace variegate::reference
