// A point of a picture, or the way from one to another.
#pragma once

namespace variegate {

// In pixels; pixel (i, j) has its centre at (i + 0.5, j + 0.5).
struct PicturePoint {
  double x = 0;
  double y = 0;
  bool operator==(const PicturePoint&) const = default;
};

}  // namespace variegate
