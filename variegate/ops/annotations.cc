#include "variegate/ops/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/ops/forward_map.h"
#include "variegate/ops/op.h"

namespace variegate {
namespace {

// Straight pieces that an edge of that length becomes: of the smallest cell of a displacement eight.
int pieces_of(double length, double cell_size) {
  constexpr double kPiecesPerCell = 8;
  return static_cast<int>(
      std::ceil(kPiecesPerCell * std::min(length / cell_size, static_cast<double>(kMostCells))));
}

// The edges of the box where they are in the result, as a polygon.
void outline_of(const ObjectBox& box, const GeometricMap& map, const ForwardMap& forward,
                std::vector<PicturePoint>& outline) {
  const std::array<PicturePoint, 5> corners{{{box.left, box.top},
                                             {box.right, box.top},
                                             {box.right, box.bottom},
                                             {box.left, box.bottom},
                                             {box.left, box.top}}};
  outline.clear();
  for (std::size_t edge = 0; edge < 4; ++edge) {
    const PicturePoint from = corners[edge];
    const PicturePoint to = corners[edge + 1];
    int pieces = 1;
    if (map.displacement != nullptr) {
      pieces = edge % 2 == 0 ? pieces_of(box.right - box.left, map.displacement->cell_width)
                             : pieces_of(box.bottom - box.top, map.displacement->cell_height);
    }
    for (int i = 0; i < pieces; ++i) {
      const double share = static_cast<double>(i) / pieces;
      outline.push_back(forward({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)}));
    }
  }
}

double area_of(std::span<const PicturePoint> polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const PicturePoint a = polygon[i];
    const PicturePoint b = polygon[(i + 1) % polygon.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return std::abs(twice) / 2;
}

// What of the polygon lies where depth(point) >= 0, for a depth that is linear in the point (Sutherland and
// Hodgman 1974).
template <typename Depth>
void cut(std::vector<PicturePoint>& polygon, std::vector<PicturePoint>& out, Depth depth) {
  out.clear();
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const PicturePoint a = polygon[i];
    const PicturePoint b = polygon[(i + 1) % polygon.size()];
    const double from = depth(a);
    const double to = depth(b);
    if (from >= 0) out.push_back(a);
    if ((from < 0) != (to < 0)) {
      const double share = from / (from - to);
      out.push_back({a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)});
    }
  }
  std::swap(polygon, out);
}

// The box around what is seen of it; false when the rules drop it.
bool follow(ObjectBox& box, const GeometricMap& map, const ForwardMap& forward, int width, int height,
            const AnnotationRules& rules, Scratch& scratch) {
  if (!(box.left < box.right && box.top < box.bottom)) return false;
  std::vector<PicturePoint>& outline = scratch.following.outline;
  std::vector<PicturePoint>& clipped = scratch.following.clipped;
  outline_of(box, map, forward, outline);
  const double whole = area_of(outline);
  cut(outline, clipped, [](PicturePoint point) { return point.x; });
  cut(outline, clipped, [](PicturePoint point) { return point.y; });
  cut(outline, clipped, [width](PicturePoint point) { return width - point.x; });
  cut(outline, clipped, [height](PicturePoint point) { return height - point.y; });
  if (outline.empty()) return false;
  box.visible *= area_of(outline) / whole;
  const auto [left, right] = std::minmax_element(outline.begin(), outline.end(),
                                                 [](PicturePoint a, PicturePoint b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(outline.begin(), outline.end(),
                                                 [](PicturePoint a, PicturePoint b) { return a.y < b.y; });
  // Where an edge was cut, rounding may have left the cut a little outside.
  box.left = std::max(left->x, 0.0);
  box.right = std::min(right->x, static_cast<double>(width));
  box.top = std::max(top->y, 0.0);
  box.bottom = std::min(bottom->y, static_cast<double>(height));
  return box.visible > 0 && box.visible >= rules.min_visibility && box.right - box.left >= rules.min_side &&
         box.bottom - box.top >= rules.min_side;
}

}  // namespace

void follow(Boxes& boxes, const GeometricMap& map, int width, int height, const AnnotationRules& rules,
            Scratch& scratch) {
  const ForwardMap forward(map);
  std::size_t kept = 0;
  for (ObjectBox box : boxes.boxes) {
    if (follow(box, map, forward, width, height, rules, scratch)) boxes.boxes[kept++] = box;
  }
  boxes.boxes.resize(kept);
}

void follow(Mask& mask, const GeometricMap& map, int width, int height, Scratch& scratch) {
  Image& labels = mask.labels;
  if (labels.width != width || labels.height != height || labels.channels != 1) {
    throw Error(
        {.where = "",
         .what = "a mask that does not fit its picture",
         .got = fmt::format("{} x {} pixels, {} channels", labels.width, labels.height, labels.channels),
         .expected = fmt::format("{} x {} pixels, 1 channel", width, height),
         .mend = ""});
  }
  GeometricMap nearest = map;
  nearest.sampling.interpolation = Interpolation::nearest;
  nearest.sampling.fill = 0;
  Image& out = scratch.following.mask;
  out.reshape(width, height, 1);
  warp(labels, out, nearest, {}, scratch);
  std::swap(labels, out);
}

void follow(Keypoints& keypoints, const GeometricMap& map, int width, int height) {
  const ForwardMap forward(map);
  for (Keypoint& keypoint : keypoints.points) {
    const auto [x, y] = forward({keypoint.x, keypoint.y});
    keypoint.x = x;
    keypoint.y = y;
    keypoint.visible = keypoint.visible && x >= 0 && x < width && y >= 0 && y < height;
  }
}

void follow(Sample& sample, const std::string& picture, const GeometricMap& map, int width, int height,
            const AnnotationRules& rules, Scratch& scratch) {
  for (Field& field : sample.fields) {
    if (auto* boxes = std::get_if<Boxes>(&field.value); boxes != nullptr && boxes->picture == picture) {
      follow(*boxes, map, width, height, rules, scratch);
    } else if (auto* points = std::get_if<Keypoints>(&field.value);
               points != nullptr && points->picture == picture) {
      follow(*points, map, width, height);
    } else if (auto* mask = std::get_if<Mask>(&field.value); mask != nullptr && mask->picture == picture) {
      try {
        follow(*mask, map, width, height, scratch);
      } catch (const Error& error) {
        ErrorText text = error.text();
        text.where = "field '" + field.name + "'";
        throw Error(text, error.kind());
      }
    }
  }
}

}  // namespace variegate
