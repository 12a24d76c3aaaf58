#include "variegate/ops/image/parts/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/ops/image/parts/forward_map.h"
#include "variegate/ops/image_scratch.h"

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

double signed_area_of(std::span<const PicturePoint> polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const PicturePoint a = polygon[i];
    const PicturePoint b = polygon[(i + 1) % polygon.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

double area_of(std::span<const PicturePoint> polygon) { return std::abs(signed_area_of(polygon)); }

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

// The polygon becomes what of it lies in the picture.
void cut_to_picture(std::vector<PicturePoint>& polygon, std::vector<PicturePoint>& out, int width,
                    int height) {
  cut(polygon, out, [](PicturePoint point) { return point.x; });
  cut(polygon, out, [](PicturePoint point) { return point.y; });
  cut(polygon, out, [width](PicturePoint point) { return width - point.x; });
  cut(polygon, out, [height](PicturePoint point) { return height - point.y; });
}

// The edges of an object's outline where they are in the result, as a polygon.
void moved_outline(const Outline& from, const GeometricMap& map, const ForwardMap& forward,
                   std::vector<PicturePoint>& outline) {
  outline.clear();
  for (std::size_t i = 0; i < from.size(); ++i) {
    const OutlinePoint a = from[i];
    const OutlinePoint b = from[(i + 1) % from.size()];
    int pieces = 1;
    if (map.displacement != nullptr) {
      const double cell = std::min(map.displacement->cell_width, map.displacement->cell_height);
      pieces = std::max(1, pieces_of(std::hypot(b.x - a.x, b.y - a.y), cell));
    }
    for (int piece = 0; piece < pieces; ++piece) {
      const double share = static_cast<double>(piece) / pieces;
      outline.push_back(forward({a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)}));
    }
  }
}

// What an object covers: before an operation, and what of it is still in the picture.
struct Seen {
  double before = 0;
  double after = 0;
  double left = 0, top = 0, right = 0, bottom = 0;  // around what is seen
  bool any = false;

  void add(std::span<const PicturePoint> polygon) {
    for (const PicturePoint point : polygon) {
      left = any ? std::min(left, point.x) : point.x;
      right = any ? std::max(right, point.x) : point.x;
      top = any ? std::min(top, point.y) : point.y;
      bottom = any ? std::max(bottom, point.y) : point.y;
      any = true;
    }
  }
};

Seen follow_outlines(ObjectBox& box, const GeometricMap& map, const ForwardMap& forward, int width,
                     int height, ImageScratch& scratch) {
  std::vector<PicturePoint>& outline = scratch.following.outline;
  Seen seen;
  // Holes count against what is around them.
  const auto area = [&](std::span<const PicturePoint> polygon) {
    return box.from_mask ? signed_area_of(polygon) : area_of(polygon);
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < box.outlines.size(); ++i) {
    moved_outline(box.outlines[i], map, forward, outline);
    seen.before += area(outline);
    cut_to_picture(outline, scratch.following.clipped, width, height);
    if (outline.size() < 3) continue;
    seen.after += area(outline);
    seen.add(outline);
    Outline& to = box.outlines[kept++];
    to.clear();
    for (const PicturePoint point : outline) to.push_back({point.x, point.y});
  }
  box.outlines.resize(kept);
  seen.before = std::abs(seen.before);
  seen.after = std::abs(seen.after);
  return seen;
}

Seen follow_edges(const ObjectBox& box, const GeometricMap& map, const ForwardMap& forward, int width,
                  int height, ImageScratch& scratch) {
  std::vector<PicturePoint>& outline = scratch.following.outline;
  Seen seen;
  outline_of(box, map, forward, outline);
  seen.before = area_of(outline);
  cut_to_picture(outline, scratch.following.clipped, width, height);
  seen.after = area_of(outline);
  seen.add(outline);
  return seen;
}

// The box around what is seen of it; false when the rules drop it.
bool follow(ObjectBox& box, const GeometricMap& map, const ForwardMap& forward, int width, int height,
            const AnnotationRules& rules, ImageScratch& scratch) {
  if (!(box.left < box.right && box.top < box.bottom)) return false;
  const Seen seen = box.outlines.empty() ? follow_edges(box, map, forward, width, height, scratch)
                                         : follow_outlines(box, map, forward, width, height, scratch);
  if (!seen.any || seen.before <= 0) return false;
  box.visible *= seen.after / seen.before;
  // Where an edge was cut, rounding may have left the cut a little outside.
  box.left = std::max(seen.left, 0.0);
  box.right = std::min(seen.right, static_cast<double>(width));
  box.top = std::max(seen.top, 0.0);
  box.bottom = std::min(seen.bottom, static_cast<double>(height));
  return box.visible > 0 && box.visible >= rules.min_visibility && box.right - box.left >= rules.min_side &&
         box.bottom - box.top >= rules.min_side;
}

}  // namespace

void follow(Boxes& boxes, const GeometricMap& map, int width, int height, const AnnotationRules& rules,
            ImageScratch& scratch) {
  const ForwardMap forward(map);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < boxes.boxes.size(); ++i) {
    ObjectBox& box = boxes.boxes[i];
    if (!follow(box, map, forward, width, height, rules, scratch)) continue;
    if (kept != i) boxes.boxes[kept] = std::move(box);
    ++kept;
  }
  boxes.boxes.resize(kept);
}

void follow(Mask& mask, const GeometricMap& map, int width, int height, ImageScratch& scratch) {
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
    keypoint.visible = keypoint.visible && x >= 0 && x <= width && y >= 0 && y <= height;
  }
}

void follow(Sample& sample, const std::string& picture, const GeometricMap& map, int width, int height,
            const AnnotationRules& rules, ImageScratch& scratch) {
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
