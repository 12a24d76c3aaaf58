#include "variegate/data/annotations/annotations.h"

#include <utility>

namespace variegate {

void resize(Boxes& boxes, double across, double down) {
  for (ObjectBox& box : boxes.boxes) {
    box.left *= across;
    box.right *= across;
    box.top *= down;
    box.bottom *= down;
    for (Outline& outline : box.outlines) {
      for (OutlinePoint& point : outline) point = {point.x * across, point.y * down};
    }
  }
}

void resize(Keypoints& keypoints, double across, double down) {
  for (Keypoint& point : keypoints.points) {
    point.x *= across;
    point.y *= down;
  }
}

void resize(Mask& mask, int width, int height) {
  const Image& from = mask.labels;
  if (from.width == width && from.height == height) return;
  Image to(width, height, 1);
  // The input pixel under the centre of an output pixel.
  const auto under = [](int i, int size, int from_size) {
    return static_cast<int>((2LL * i + 1) * from_size / (2LL * size));
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      *to.at(x, y) = *from.at(under(x, width, from.width), under(y, height, from.height));
  }
  mask.labels = std::move(to);
}

}  // namespace variegate
