// From the channels that a file has to those that a data set has.
#pragma once

#include "variegate/core/image.h"

namespace variegate {

// Removes alpha by laying the picture over black, round(v * a / 255): the colour that geometric operations
// fill in by default, so a transparent margin and one uncovered by a rotation look alike.
Image over_black(const Image& rgba);

// 1 or 3 channels. Grey of colour is the luma of ITU-R BT.601, (19595 R + 38470 G + 7471 B + 32768) >> 16;
// 4 channels are laid over black first.
Image with_channels(Image image, int channels);

}  // namespace variegate
