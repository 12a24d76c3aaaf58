// Where the points of a picture go when an operation moves them.
#pragma once

#include "variegate/ops/image/parts/geometry.h"

namespace variegate {

// The inverse of source_of(). It keeps the map's displacement, which must outlive it.
class ForwardMap {
 public:
  explicit ForwardMap(const GeometricMap& map);

  // A displaced point is found to a millionth of a pixel where the displacement does not fold the picture.
  PicturePoint operator()(PicturePoint point) const;

 private:
  // The inverse of affine map and perspective: (x, y) goes to
  // ((xx x + xy y + x0) / w, (yx x + yy y + y0) / w), w = wx x + wy y + w0.
  double xx_, xy_, x0_, yx_, yy_, y0_, wx_, wy_, w0_;
  const Displacement* displacement_;
};

}  // namespace variegate
