#include "variegate/ops/image/parts/forward_map.h"

#include <cmath>

namespace variegate {
namespace {

// The point that is displaced to `target`, by Newton's method.
PicturePoint undisplaced(const Displacement& displacement, PicturePoint target) {
  constexpr int kMostSteps = 30;
  constexpr double kNear = 1e-9;  // pixels
  PicturePoint point = target;
  for (int step = 0; step < kMostSteps; ++step) {
    DisplacementSlope slope;
    const PicturePoint moved = displacement_at(displacement, point, &slope);
    const double x = target.x - point.x - moved.x;
    const double y = target.y - point.y - moved.y;
    if (!(std::abs(x) > kNear || std::abs(y) > kNear)) break;
    const double xx = 1 + slope.along_x.x;
    const double xy = slope.along_y.x;
    const double yx = slope.along_x.y;
    const double yy = 1 + slope.along_y.y;
    const double determinant = xx * yy - xy * yx;
    point.x += (yy * x - xy * y) / determinant;
    point.y += (xx * y - yx * x) / determinant;
  }
  return point;
}

}  // namespace

ForwardMap::ForwardMap(const GeometricMap& map) : displacement_(map.displacement) {
  const InverseAffine& a = map.affine;
  const Perspective& p = map.perspective;
  // The adjugate of the 3 x 3 matrix: its inverse but for a factor, which the division takes out.
  xx_ = a.yy * p.w - a.y0 * p.y;
  xy_ = a.x0 * p.y - a.xy * p.w;
  x0_ = a.xy * a.y0 - a.x0 * a.yy;
  yx_ = a.y0 * p.x - a.yx * p.w;
  yy_ = a.xx * p.w - a.x0 * p.x;
  y0_ = a.x0 * a.yx - a.xx * a.y0;
  wx_ = a.yx * p.y - a.yy * p.x;
  wy_ = a.xy * p.x - a.xx * p.y;
  w0_ = a.xx * a.yy - a.xy * a.yx;
}

PicturePoint ForwardMap::operator()(PicturePoint point) const {
  const double w = wx_ * point.x + wy_ * point.y + w0_;
  const PicturePoint moved{(xx_ * point.x + xy_ * point.y + x0_) / w,
                           (yx_ * point.x + yy_ * point.y + y0_) / w};
  return displacement_ == nullptr ? moved : undisplaced(*displacement_, moved);
}

}  // namespace variegate
