#include "variegate/data/decode/colour.h"

namespace variegate {

Image over_black(const Image& rgba) {
  Image rgb(rgba.width, rgba.height, 3);
  for (std::size_t pixel = 0; pixel < rgba.pixels.size() / 4; ++pixel) {
    const std::uint8_t* from = rgba.pixels.data() + 4 * pixel;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      rgb.pixels[3 * pixel + channel] = static_cast<std::uint8_t>((from[channel] * from[3] + 127) / 255);
    }
  }
  return rgb;
}

Image with_channels(Image image, int channels) {
  if (image.channels == 4) image = over_black(image);
  if (image.channels == channels) return image;
  Image out(image.width, image.height, channels);
  const auto pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    if (channels == 3) {
      for (std::size_t channel = 0; channel < 3; ++channel)
        out.pixels[3 * pixel + channel] = image.pixels[pixel];
    } else {
      const std::uint8_t* rgb = image.pixels.data() + 3 * pixel;
      out.pixels[pixel] =
          static_cast<std::uint8_t>((19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2] + 32768U) >> 16);
    }
  }
  return out;
}

}  // namespace variegate
