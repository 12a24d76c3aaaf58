// Pixels to PNG, for contact sheets and reports.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/image.h"

namespace variegate {

// A PNG file: grey, RGB or RGBA by the channels of the image, which must be 1, 3 or 4.
std::vector<std::uint8_t> encode_png(const Image& image);

}  // namespace variegate
