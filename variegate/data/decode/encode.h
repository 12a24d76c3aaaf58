// Pixels to PNG and JPEG.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/image.h"

namespace variegate {

// A PNG file: grey, RGB or RGBA by the channels of the image, which must be 1, 3 or 4.
std::vector<std::uint8_t> encode_png(const Image& image);

// A JPEG file of 1 or 3 channels; quality 1 .. 100 as libjpeg counts it, colour at half size both ways
// (4:2:0). Error for other channels, qualities, or more than 65500 pixels a side.
std::vector<std::uint8_t> encode_jpeg(const Image& image, int quality);

}  // namespace variegate
