// The picture at a lower resolution, in squares.
#include <algorithm>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr int kWeightBits = 22;  // Pillow's precision for 8-bit pictures

// Input positions of which one output position is the mean.
struct Run {
  int first = 0;
  int count = 1;
};

// Pillow's BOX filter: the pixels whose centres lie within the output pixel, the upper edge included.
Run run_at(int position, int from, int to) {
  const double scale = static_cast<double>(from) / to;
  const double centre = (position + 0.5) * scale;
  const auto inside = [&](int x) {
    const double distance = (x - centre + 0.5) * (1.0 / scale);
    return distance > -0.5 && distance <= 0.5;
  };
  int first = std::max(static_cast<int>(std::floor(centre - 0.5 * scale + 0.5)), 0);
  int last = std::min(static_cast<int>(std::floor(centre + 0.5 * scale + 0.5)), from);
  while (first + 1 < last && !inside(first)) ++first;
  while (last - 1 > first && !inside(last - 1)) --last;
  return {first, last - first};
}

std::uint8_t mean(int sum, int weight) {
  return static_cast<std::uint8_t>(std::min((sum * weight + (1 << (kWeightBits - 1))) >> kWeightBits, 255));
}

int weight_of(int count) { return static_cast<int>(std::lround((1.0 / count) * (1 << kWeightBits))); }

// Shrinks rows to `width` pixels, at the left of `to`.
void shrink_rows(const Image& image, int width, Image& to) {
  const auto step = static_cast<std::size_t>(image.channels);
  for (int x = 0; x < width; ++x) {
    const Run run = run_at(x, image.width, width);
    const int weight = weight_of(run.count);
    for (int y = 0; y < image.height; ++y) {
      const std::uint8_t* from = image.at(run.first, y);
      std::uint8_t* pixel = to.at(x, y);
      for (std::size_t c = 0; c < step; ++c) {
        int sum = 0;
        for (int i = 0; i < run.count; ++i) sum += from[static_cast<std::size_t>(i) * step + c];
        pixel[c] = mean(sum, weight);
      }
    }
  }
}

// Row y of `height` to which the columns of `from` shrink, of its first `count` values.
void shrink_columns(const Image& from, std::size_t count, int y, int height, std::vector<int>& sums) {
  const Run run = run_at(y, from.height, height);
  const int weight = weight_of(run.count);
  sums.assign(count, 0);
  for (int i = 0; i < run.count; ++i) {
    const std::uint8_t* row = from.row(run.first + i);
    for (std::size_t value = 0; value < count; ++value) sums[value] += row[value];
  }
  for (int& sum : sums) sum = mean(sum, weight);
}

void apply(Image& image, const ImageArguments& arguments) {
  const auto side = [&](int whole) {
    return std::max(static_cast<int>(std::lround(whole * arguments.values[0])), 1);
  };
  const int width = side(image.width);
  const int height = side(image.height);
  Image& narrow = arguments.scratch.image_like(image);
  shrink_rows(image, width, narrow);
  std::vector<int>& means = arguments.scratch.integers;
  const auto step = static_cast<std::size_t>(image.channels);
  const int colours = image.colour_channels();
  int shown = -1;
  for (int y = 0; y < image.height; ++y) {
    const int from_y = static_cast<int>((y + 0.5) * height / image.height);
    if (from_y != shown)
      shrink_columns(narrow, static_cast<std::size_t>(width) * step, from_y, height, means);
    shown = from_y;
    for (int x = 0; x < image.width; ++x) {
      const int* mean = &means[static_cast<std::size_t>((x + 0.5) * width / image.width) * step];
      std::uint8_t* pixel = image.at(x, y);
      for (int c = 0; c < colours; ++c) pixel[c] = static_cast<std::uint8_t>(mean[c]);
    }
  }
}

}  // namespace

const Op& pixelate() {
  static const Op op{
      .name = "pixelate",
      .summary = "show the picture at a lower resolution, in squares of one colour",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), pixelate; Pillow's BOX filter there and back",
      .parameters = {{.name = "fraction",
                      .unit = "fraction of the side",
                      .summary = "resolution left, in squares a side over pixels a side; sides are rounded",
                      .low = 0.01,
                      .high = 1,
                      .fallback = 0.5,
                      .neutral = 1}},
      .magnitude = {.searchable = true,
                    .weakest = 1,
                    .strongest = 0.25,
                    .source = "ImageNet-C, severity 5: a quarter"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
