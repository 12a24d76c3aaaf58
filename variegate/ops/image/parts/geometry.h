// Where the points of a picture come from when an operation moves them: what warps pictures, and what makes
// boxes, masks and keypoints follow.
#pragma once

#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/warp.h"
#include "variegate/ops/image/parts/displacement.h"
#include "variegate/ops/image/parts/picture_point.h"

namespace variegate {

struct ImageScratch;

// At a point (x, y) the coordinates that an affine map gives are divided by x x + y y + w; where that is not
// positive the point lies behind the horizon and shows nothing.
struct Perspective {
  double x = 0;
  double y = 0;
  double w = 1;
  bool operator==(const Perspective&) const = default;
};

// What a geometric operation does to one picture. The result has the size of the picture. A point of the
// result is first displaced; then the affine map takes it to the picture, and last perspective divides.
struct GeometricMap {
  InverseAffine affine;  // from the result to the picture, in pixels
  Sampling sampling;
  bool covers = false;  // every point of the result lies in the picture: nothing outside is seen, and the
                        // border, which rounding alone can reach, is not constant
  Box window = {};  // the part of the picture that is seen, when not all of it: neighbours end at its edge
  Perspective perspective = {};
  const Displacement* displacement = nullptr;  // of the scratch, until it is used again; nullptr: none

  // Whether it can be one affine warp. Others have no window and are not composed.
  bool is_affine() const { return displacement == nullptr && perspective == Perspective{}; }
};

// The linear part of the map, about the centre of the picture instead of its corner.
InverseAffine about_centre(const InverseAffine& linear, int width, int height);

// Where a point of the result comes from.
PicturePoint source_of(const GeometricMap& map, PicturePoint point);

// Writes the moved pixels of `in` to `out`, which has its shape. clips: of a composed map, which is affine.
void warp(ConstImageView in, ImageView out, const GeometricMap& map, std::span<const Clip> clips,
          ImageScratch& scratch);

// Warps in place, through scratch.image.
void warp(Image& image, const GeometricMap& map, std::span<const Clip> clips, ImageScratch& scratch);

}  // namespace variegate
