// Where the points of a picture come from when an operation moves them: what warps pictures, and what makes
// boxes, masks and keypoints follow.
#pragma once

#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/warp.h"

namespace variegate {

struct Scratch;

struct PicturePoint {
  double x = 0;
  double y = 0;
  bool operator==(const PicturePoint&) const = default;
};

// What a geometric operation does to one picture. The result has the size of the picture.
struct GeometricMap {
  InverseAffine affine;  // from the result to the picture, in pixels
  Sampling sampling;
  bool covers = false;  // every point of the result lies in the picture: nothing outside is seen, and the
                        // border, which rounding alone can reach, is not constant
  Box window = {};  // the part of the picture that is seen, when not all of it: neighbours end at its edge
};

// The linear part of the map, about the centre of the picture instead of its corner.
InverseAffine about_centre(const InverseAffine& linear, int width, int height);

// Where a point of the result comes from.
PicturePoint source_of(const GeometricMap& map, PicturePoint point);

// The other way: where a point of the picture is in the result.
class ForwardMap {
 public:
  explicit ForwardMap(const GeometricMap& map);
  PicturePoint operator()(PicturePoint point) const;

 private:
  InverseAffine forward_;
};

// Writes the moved pixels of `in` to `out`, which has its shape. clips: of a composed map.
void warp(ConstImageView in, ImageView out, const GeometricMap& map, std::span<const Clip> clips);

// As above in place, through scratch.image.
void warp(Image& image, const GeometricMap& map, std::span<const Clip> clips, Scratch& scratch);

}  // namespace variegate
