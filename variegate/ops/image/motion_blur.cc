// The blur of a camera that moves along a line.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/padding.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr double kLongest = 100;
constexpr int kWeightBits = 15;  // weights add up to 2^15: times a byte, the sum fits an int

struct Tap {
  int x = 0;
  int y = 0;
  double share = 0.0;
  int weight = 0;
};

// Where the picture lies while it moves, as weights of whole pixels.
struct Path {
  std::array<Tap, 4 * static_cast<std::size_t>(kLongest)> taps{};
  std::size_t count = 0;

  void add(int x, int y, double share) {
    if (share == 0.0) return;
    // Neighbouring points of the line share pixels; those further back do not.
    constexpr std::size_t kNear = 8;
    for (std::size_t i = count - std::min(count, kNear); i < count; ++i) {
      if (taps[i].x != x || taps[i].y != y) continue;
      taps[i].share += share;
      return;
    }
    taps[count++] = {x, y, share};
  }
};

// Points evenly along the line, at most a pixel apart, its ends included, each spread over the four pixels
// around it as bilinear interpolation would. What rounding leaves over goes to the heaviest.
Path path_along(double length, double degrees) {
  Path path;
  const auto points = static_cast<int>(std::ceil(length));
  const double spacing = (length - 1.0) / std::max(points - 1, 1);
  const double angle = degrees * std::numbers::pi / 180.0;
  for (int point = 0; point < points; ++point) {
    const double along = (point - 0.5 * (points - 1)) * spacing;
    // Six decimals: cos(90 degrees) is not 0 in floating point.
    const double x = std::round(along * std::cos(angle) * 1e6) / 1e6;
    const double y = std::round(along * -std::sin(angle) * 1e6) / 1e6;
    const auto left = static_cast<int>(std::floor(x));
    const auto top = static_cast<int>(std::floor(y));
    const double across = x - left;
    const double down = y - top;
    path.add(left, top, (1 - across) * (1 - down) / points);
    path.add(left + 1, top, across * (1 - down) / points);
    path.add(left, top + 1, (1 - across) * down / points);
    path.add(left + 1, top + 1, across * down / points);
  }
  int left_over = 1 << kWeightBits;
  Tap* heaviest = path.taps.data();
  for (Tap& tap : std::span(path.taps).first(path.count)) {
    tap.weight = static_cast<int>(std::lround(tap.share * (1 << kWeightBits)));
    left_over -= tap.weight;
    if (tap.weight > heaviest->weight) heaviest = &tap;
  }
  heaviest->weight += left_over;
  return path;
}

void apply(Image& image, const ImageArguments& arguments) {
  const double length = arguments.values[0];
  if (length == 1.0) return;
  const Path path = path_along(length, arguments.values[1]);
  const int margin = static_cast<int>(std::ceil((length - 1.0) / 2.0)) + 1;
  Image& padded = arguments.scratch.image;
  pad(image, margin, Padding::reflect_101, padded);
  std::vector<int>& sums = arguments.scratch.integers;
  sums.resize(image.stride());
  const bool has_alpha = image.channels == 4;
  for (int y = 0; y < image.height; ++y) {
    std::fill(sums.begin(), sums.end(), 1 << (kWeightBits - 1));
    for (const Tap& tap : std::span(path.taps).first(path.count)) {
      const std::uint8_t* from = padded.at(margin + tap.x, y + margin + tap.y);
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += tap.weight * from[i];
    }
    std::uint8_t* to = image.row(y);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (!has_alpha || i % 4 != 3) to[i] = static_cast<std::uint8_t>(sums[i] >> kWeightBits);
    }
  }
}

}  // namespace

const Op& motion_blur() {
  static const Op op{
      .name = "motion_blur",
      .summary = "blur along a line, as when the camera moves",
      .source = "uniform motion, the line drawn with bilinear weights; edges as OpenCV's BORDER_REFLECT_101",
      .parameters = {{.name = "length",
                      .unit = "pixels",
                      .summary = "length of the line, its end pixels included: 1 is no motion",
                      .low = 1,
                      .high = kLongest,
                      .fallback = 1,
                      .neutral = 1},
                     {.name = "degrees",
                      .unit = "degrees",
                      .summary = "direction of the line, counter-clockwise from horizontal",
                      .low = -180,
                      .high = 180,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 1,
                    .strongest = 7,
                    .source = "Albumentations' MotionBlur: lines of 3 .. 7 pixels"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
