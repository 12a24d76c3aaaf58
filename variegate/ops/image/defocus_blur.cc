// The blur of a lens out of focus.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/padding.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

// Weights are in sixteenths of a pixel: 16 * 255 times the area of the largest disc is below 2^24, so sums
// are whole numbers in single precision.
constexpr int kOne = 16;
constexpr double kLargest = 30;
constexpr int kMostRows = 2 * (static_cast<int>(kLargest) + 1) + 1;

// One row of the disc: the weight `fill` for pixels up to `whole` on either side of the middle, and `edge`
// for the next. Near the top and bottom of the disc more than one pixel lies on its edge: then the next one
// has their weights together.
struct Chord {
  int whole = 0;
  int fill = 0;
  int edge = 0;
};

struct Disc {
  int reach = 0;  // rows above and below the middle
  int weight = 0;
  std::array<Chord, kMostRows> chords{};
};

// The part of a pixel that lies within the disc, by counting points.
double share_within(double radius, int column, int row) {
  constexpr int kPoints = 16;
  int within = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double y = row + (i + 0.5) / kPoints - 0.5;
    for (int j = 0; j < kPoints; ++j) {
      const double x = column + (j + 0.5) / kPoints - 0.5;
      within += x * x + y * y <= radius * radius ? 1 : 0;
    }
  }
  return static_cast<double>(within) / (kPoints * kPoints);
}

Chord chord_of(double radius, int row) {
  const double middle = share_within(radius, 0, row);
  Chord chord{.fill = static_cast<int>(std::lround(kOne * middle))};
  double left_over = 0.0;
  const auto columns = static_cast<int>(std::ceil(radius + 0.5));
  for (int column = 1; column <= columns; ++column) {
    const double share = share_within(radius, column, row);
    if (chord.fill > 0 && std::lround(kOne * share) == chord.fill) {
      chord.whole = column;
    } else {
      left_over += share;
    }
  }
  chord.edge = static_cast<int>(std::lround(kOne * left_over));
  return chord;
}

Disc disc_of(double radius) {
  Disc disc{.reach = static_cast<int>(std::ceil(radius - 0.5))};
  for (int row = 0; row <= disc.reach; ++row) {
    const Chord chord = chord_of(radius, row);
    const int weight = chord.fill * (2 * chord.whole + 1) + 2 * chord.edge;
    disc.weight += row == 0 ? weight : 2 * weight;
    const int above = disc.reach - row;
    const int below = disc.reach + row;
    disc.chords[static_cast<std::size_t>(above)] = chord;
    disc.chords[static_cast<std::size_t>(below)] = chord;
  }
  return disc;
}

// sums[i], of a row of values `step` apart, is the sum of all before value i: the difference of two is the
// sum of what lies between.
void add_up(const std::uint8_t* values, std::size_t count, std::size_t step, int* sums) {
  std::fill(sums, sums + step, 0);
  for (std::size_t i = 0; i < count; ++i) sums[i + step] = sums[i] + values[i];
}

void add_chord(const Chord& chord, const std::uint8_t* middle, const int* sums, std::size_t step,
               std::size_t count, int* total) {
  const std::size_t next = (static_cast<std::size_t>(chord.whole) + 1) * step;
  const int* right = sums + next;
  const int* left = sums + step - next;
  const std::uint8_t* right_edge = middle + next;
  const std::uint8_t* left_edge = middle - next;
  for (std::size_t i = 0; i < count; ++i) {
    total[i] += chord.fill * (right[i] - left[i]) + chord.edge * (left_edge[i] + right_edge[i]);
  }
}

void apply(Image& image, const ImageArguments& arguments) {
  const Disc disc = disc_of(arguments.values[0]);
  if (disc.reach == 0) return;
  const int margin = disc.reach + 1;
  Image& padded = arguments.scratch.image;
  pad(image, margin, Padding::reflect_101, padded);
  const auto step = static_cast<std::size_t>(image.channels);
  const std::size_t stride = image.stride();
  const std::size_t sums_stride = padded.stride() + step;
  std::vector<int>& integers = arguments.scratch.integers;
  integers.resize(stride + sums_stride * static_cast<std::size_t>(padded.height));
  int* total = integers.data();
  const auto sums_of = [&](int y) {
    return integers.data() + stride + sums_stride * static_cast<std::size_t>(y);
  };
  for (int y = 0; y < padded.height; ++y) add_up(padded.row(y), padded.stride(), step, sums_of(y));

  const float share = 1.0F / static_cast<float>(disc.weight);
  for (int y = 0; y < image.height; ++y) {
    std::fill(total, total + stride, 0);
    for (int row = 0; row <= 2 * disc.reach; ++row) {
      const int from = y + margin + row - disc.reach;
      const std::size_t shift = static_cast<std::size_t>(margin) * step;
      add_chord(disc.chords[static_cast<std::size_t>(row)], padded.row(from) + shift, sums_of(from) + shift,
                step, stride, total);
    }
    std::uint8_t* to = image.row(y);
    for (std::size_t i = 0; i < stride; ++i) {
      const bool alpha = step == 4 && i % 4 == 3;
      const float rounded = static_cast<float>(total[i]) * share + 0.5F;
      if (!alpha) to[i] = static_cast<std::uint8_t>(rounded);
    }
  }
}

}  // namespace

const Op& defocus_blur() {
  static const Op op{
      .name = "defocus_blur",
      .summary = "blur with a disc, as a lens out of focus",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), defocus_blur, the disc's edge by area",
      .parameters = {{.name = "radius",
                      .unit = "pixels",
                      .summary = "radius of the disc; up to 0.5 it lies within a pixel and blurs nothing",
                      .low = 0,
                      .high = kLargest,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 6,
                    .source = "ImageNet-C, severity 3: 6 of 224 pixels"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
