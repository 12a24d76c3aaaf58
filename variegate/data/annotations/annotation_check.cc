#include "variegate/data/annotations/annotation_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

constexpr double kOutside = 1.0;  // pixels that rounding and other ways of counting may put outside

bool is_share(double value) { return value >= 0 && value <= 1; }

// A box that is right in pixels may be the first pixel of the picture; what is smaller is in shares.
bool looks_like_shares(const ObjectBox& box) {
  return is_share(box.left) && is_share(box.top) && is_share(box.right) && is_share(box.bottom) &&
         !(box.left == 0 && box.top == 0 && box.right == 1 && box.bottom == 1);
}

std::string text_of(const ObjectBox& box) {
  return fmt::format("box {}: {:g} {:g} {:g} {:g}", box.id + 1, box.left, box.top, box.right, box.bottom);
}

constexpr const char* kSharesMend =
    "give pixels, name a manifest's column boxes_shares, or read YOLO's own files (--format yolo)";

// What is wrong with the box; empty when it can be right.
ErrorText fault_of(const ObjectBox& box, const Image& picture) {
  ErrorText fault{.where = "", .what = "", .got = text_of(box), .expected = "", .mend = ""};
  const bool finite = std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.right) &&
                      std::isfinite(box.bottom);
  if (!finite) {
    fault.what = "a box that has no place";
    fault.expected = "finite numbers";
  } else if (!(box.left < box.right && box.top < box.bottom)) {
    fault.what = "a box without an inside";
    fault.expected = "left below right and top below bottom";
  } else if (looks_like_shares(box) && picture.width > 1 && picture.height > 1) {
    fault.what = "a box below one pixel: its numbers are shares of the picture, not pixels";
    fault.expected = fmt::format("pixels of a picture of {} x {}", picture.width, picture.height);
    fault.mend = kSharesMend;
  } else if (box.right <= 0 || box.bottom <= 0 || box.left >= picture.width || box.top >= picture.height) {
    fault.what = "a box outside its picture";
    fault.expected = fmt::format("a picture of {} x {} pixels", picture.width, picture.height);
    fault.mend = "check that picture and boxes belong together and have one size";
  } else if (box.right - box.left < 1 && box.bottom - box.top < 1) {
    fault.what = "a box below one pixel";
    fault.expected = "a side of at least one pixel";
  }
  return fault;
}

[[noreturn]] void fail(ErrorText fault, const std::string& where, bool droppable) {
  fault.where = where;
  if (fault.mend.empty() && droppable) fault.mend = "mend it, or leave such boxes out by --skip-bad";
  throw Error(fault);
}

// True when it reached outside by more than rounding would explain.
bool clip(ObjectBox& box, const Image& picture) {
  const double width = picture.width, height = picture.height;
  const bool far = box.left < -kOutside || box.top < -kOutside || box.right > width + kOutside ||
                   box.bottom > height + kOutside;
  box.left = std::clamp(box.left, 0.0, width);
  box.right = std::clamp(box.right, 0.0, width);
  box.top = std::clamp(box.top, 0.0, height);
  box.bottom = std::clamp(box.bottom, 0.0, height);
  return far;
}

void check(Boxes& boxes, const Image& picture, const std::string& where, bool skip_bad) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < boxes.boxes.size(); ++i) {
    ObjectBox& box = boxes.boxes[i];
    if (const ErrorText fault = fault_of(box, picture); !fault.what.empty()) {
      if (!skip_bad) fail(fault, where, true);
      ++boxes.dropped;
      continue;
    }
    if (clip(box, picture)) ++boxes.clipped;
    if (kept != i) boxes.boxes[kept] = std::move(box);
    ++kept;
  }
  boxes.boxes.resize(kept);
}

void check(Keypoints& keypoints, const Image& picture, const std::string& where, bool skip_bad) {
  const auto in_shares = [](const Keypoint& point) { return is_share(point.x) && is_share(point.y); };
  const bool shares = keypoints.points.size() > 1 && picture.width > 2 && picture.height > 2 &&
                      std::all_of(keypoints.points.begin(), keypoints.points.end(), in_shares);
  if (shares) {
    const Keypoint& first = keypoints.points.front();
    fail({.where = "",
          .what = "keypoints that all lie in the first pixel: shares of the picture, not pixels",
          .got = fmt::format("{:g} {:g}", first.x, first.y),
          .expected = fmt::format("pixels of a picture of {} x {}", picture.width, picture.height),
          .mend = "give pixels"},
         where, false);
  }
  for (Keypoint& point : keypoints.points) {
    const bool inside = point.x >= -kOutside && point.x <= picture.width + kOutside && point.y >= -kOutside &&
                        point.y <= picture.height + kOutside;
    if (!point.visible || inside) continue;
    if (!skip_bad) {
      fail({.where = "",
            .what = "a visible keypoint outside its picture",
            .got = fmt::format("{:g} {:g}", point.x, point.y),
            .expected = fmt::format("a picture of {} x {} pixels", picture.width, picture.height),
            .mend = "check that picture and keypoints belong together, or call the point hidden"},
           where, false);
    }
    point.visible = false;
  }
}

std::uint64_t digest(std::uint64_t value, double number) {
  return derive(value, std::bit_cast<std::uint64_t>(number));
}

std::uint64_t digest(std::uint64_t value, const ObjectBox& box) {
  for (const double number : {box.left, box.top, box.right, box.bottom}) value = digest(value, number);
  value = derive(value, static_cast<std::uint64_t>(box.label));
  value = derive(value, static_cast<std::uint64_t>(box.crowd + 2 * box.difficult + 4 * box.truncated));
  for (const Outline& outline : box.outlines) {
    for (const OutlinePoint& point : outline) value = digest(digest(value, point.x), point.y);
  }
  return value;
}

}  // namespace

void resize_shares(Sample& sample) {
  const double width = sample.image().width, height = sample.image().height;
  for (Field& field : sample.fields) {
    if (auto* boxes = std::get_if<Boxes>(&field.value)) resize(*boxes, width, height);
    if (auto* points = std::get_if<Keypoints>(&field.value)) resize(*points, width, height);
  }
}

void check_annotations(Sample& sample, const std::string& where, bool skip_bad) {
  for (Field& field : sample.fields) {
    if (auto* boxes = std::get_if<Boxes>(&field.value)) check(*boxes, sample.image(), where, skip_bad);
    if (auto* points = std::get_if<Keypoints>(&field.value)) check(*points, sample.image(), where, skip_bad);
  }
}

std::uint64_t digest_of_annotations(std::span<const Field> fields) {
  std::uint64_t value = 0;
  for (const Field& field : fields) {
    value = derive(value, hash_text(field.name));
    if (const auto* boxes = std::get_if<Boxes>(&field.value)) {
      for (const ObjectBox& box : boxes->boxes) value = digest(value, box);
    }
    if (const auto* points = std::get_if<Keypoints>(&field.value)) {
      for (const Keypoint& point : points->points) {
        value = digest(digest(value, point.x), point.y);
        value = derive(value, static_cast<std::uint64_t>(2 * point.label + (point.visible ? 1 : 0)));
      }
    }
  }
  return value;
}

}  // namespace variegate
