#include "variegate/report/annotation_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "variegate/data/decode/colour.h"

namespace variegate {
namespace {

using Colour = std::array<std::uint8_t, 3>;

// Colours that colour-blind people can tell apart too: Okabe and Ito (2008), without black.
constexpr std::array<Colour, 7> kColours{{{230, 159, 0},
                                          {86, 180, 233},
                                          {0, 158, 115},
                                          {240, 228, 66},
                                          {0, 114, 178},
                                          {213, 94, 0},
                                          {204, 121, 167}}};

const Colour& colour_of(int label) {
  return kColours[static_cast<std::size_t>(std::abs(label % static_cast<int>(kColours.size())))];
}

class Pen {
 public:
  explicit Pen(Image& canvas)
      : canvas_(canvas), width_(std::max(1, std::min(canvas.width, canvas.height) / 160)) {}

  // Columns left .. right - 1 of rows top .. bottom - 1, as far as they are in the picture.
  void fill(int left, int top, int right, int bottom, const Colour& colour) {
    for (int y = std::max(top, 0); y < std::min(bottom, canvas_.height); ++y) {
      for (int x = std::max(left, 0); x < std::min(right, canvas_.width); ++x) {
        std::copy(colour.begin(), colour.end(), canvas_.at(x, y));
        if (canvas_.channels == 4) canvas_.at(x, y)[3] = 255;
      }
    }
  }

  void outline(const ObjectBox& box) {
    const int left = pixel(box.left), top = pixel(box.top);
    const int right = std::max(pixel(box.right), left + 1), bottom = std::max(pixel(box.bottom), top + 1);
    const Colour& colour = colour_of(box.label);
    fill(left, top, right, top + width_, colour);
    fill(left, bottom - width_, right, bottom, colour);
    fill(left, top, left + width_, bottom, colour);
    fill(right - width_, top, right, bottom, colour);
  }

  void dot(const Keypoint& point) {
    const int x = static_cast<int>(std::floor(point.x));
    const int y = static_cast<int>(std::floor(point.y));
    fill(x - width_, y - width_, x + width_ + 1, y + width_ + 1, colour_of(point.label));
  }

  void tint(const Image& labels) {
    for (int y = 0; y < std::min(labels.height, canvas_.height); ++y) {
      for (int x = 0; x < std::min(labels.width, canvas_.width); ++x) {
        const int label = *labels.at(x, y);
        if (label == 0) continue;
        for (std::size_t c = 0; c < 3; ++c) {
          std::uint8_t& value = canvas_.at(x, y)[c];
          value = static_cast<std::uint8_t>((value + colour_of(label)[c] + 1) / 2);
        }
      }
    }
  }

 private:
  static int pixel(double edge) { return static_cast<int>(std::lround(edge)); }

  Image& canvas_;
  int width_;
};

// The annotations of that kind that belong to the picture.
template <typename Annotation, typename Draw>
void for_each(const Sample& sample, Draw draw) {
  for (const Field& field : sample.fields) {
    const auto* annotation = std::get_if<Annotation>(&field.value);
    if (annotation != nullptr && annotation->picture == "image") draw(*annotation);
  }
}

}  // namespace

Image annotated_picture(const Sample& sample) {
  const bool bare = std::all_of(sample.fields.begin(), sample.fields.end(), [](const Field& field) {
    return std::holds_alternative<Image>(field.value);
  });
  if (bare) return sample.image();
  Image canvas = sample.image();
  if (canvas.channels == 1) canvas = with_channels(std::move(canvas), 3);
  Pen pen(canvas);
  for_each<Mask>(sample, [&](const Mask& mask) { pen.tint(mask.labels); });
  for_each<Boxes>(sample, [&](const Boxes& boxes) {
    for (const ObjectBox& box : boxes.boxes) pen.outline(box);
  });
  for_each<Keypoints>(sample, [&](const Keypoints& keypoints) {
    for (const Keypoint& point : keypoints.points) {
      if (point.visible) pen.dot(point);
    }
  });
  return canvas;
}

}  // namespace variegate
