// Parts of a picture.
#pragma once

namespace variegate {

// Whole pixels.
struct PixelBox {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;

  bool operator==(const PixelBox&) const = default;
};

// In pixels, whose number i covers i .. i + 1; the edges may cut through them.
struct RealBox {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;

  bool operator==(const RealBox&) const = default;
};

inline RealBox as_real(const PixelBox& box) {
  return {static_cast<double>(box.left), static_cast<double>(box.top), static_cast<double>(box.width),
          static_cast<double>(box.height)};
}

}  // namespace variegate
