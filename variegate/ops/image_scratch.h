// The memory of image operations.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/ops/image/parts/displacement.h"
#include "variegate/ops/image/parts/picture_point.h"

namespace variegate {

// Memory reused between applications, one a thread. Operations may leave anything in it.
struct ImageScratch {
  Image image;  // a second picture
  std::vector<int> integers;
  std::vector<std::uint16_t> words;

  Displacement displacement;  // of a map: kept until the next operation

  // The points of one row, for maps that are not affine.
  struct {
    std::vector<double> x, y;
    std::vector<std::int64_t> fixed_x, fixed_y;
  } points;

  // `image` with the shape of another picture, its pixels whatever they were: an operation that cannot
  // work in place writes here and swaps.
  Image& image_like(const Image& other) {
    image.reshape(other.width, other.height, other.channels);
    return image;
  }

  // The pipeline's, which mixes pictures: operations leave it alone.
  struct {
    Image original;
    std::vector<std::uint32_t> sum;
  } mixing;

  // Memory of annotations that follow (ops/image/parts/annotations.h), apart from `image`, so that a picture
  // and its mask, which have other sizes in bytes, do not take each other's memory.
  struct {
    Image mask;
    std::vector<PicturePoint> outline, clipped;
  } following;
};

}  // namespace variegate
