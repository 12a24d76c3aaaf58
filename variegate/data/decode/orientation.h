// How the pixels of a file lie and how the picture is shown: cameras store what the sensor saw and note how
// it was held (EXIF 2.32, tag 274).
#pragma once

#include <string>

#include "variegate/core/image.h"
#include "variegate/data/annotations/real_box.h"

namespace variegate {

// What is done with a picture that is not stored as it is shown.
enum class Orientation {
  apply,   // it is turned upright; annotations are taken to be of the picture as it is shown
  ignore,  // it stays as it is stored; annotations are taken to be of the stored pixels
};

std::string name_of(Orientation orientation);  // "apply" or "ignore"

// The values of the tag: 1 as stored, 2 mirrored left to right, 3 turned by 180 degrees, 4 mirrored top to
// bottom, 5 transposed, 6 turned by 90 degrees clockwise, 7 transposed along the other diagonal, 8 turned by
// 90 degrees anticlockwise.
constexpr int kAsStored = 1;
constexpr int kLastOrientation = 8;

// Whether the picture's width is the stored height.
constexpr bool swaps_sides(int orientation) { return orientation >= 5; }

// The stored pixels that a box of the upright picture shows; the size is that of the stored picture.
Box box_as_stored(const Box& upright, int orientation, int stored_width, int stored_height);

// Takes the pixels that the box of the stored picture touches into `upright`, turned. Returns where the box
// lies there.
RealBox take_upright(const Image& stored, const RealBox& box, int orientation, Image& upright);

}  // namespace variegate
