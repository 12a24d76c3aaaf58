#include "variegate/data/decode/resize.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace variegate {
namespace {

constexpr int kFractionBits = 20;

// The part `begin` .. `begin + extent` of an axis of `size` pixels as `to` pixels. Every output pixel has as
// many taps as the one that needs most, the others with weights of 0 at either end, inside the axis.
void make_taps(double begin, double extent, int size, int to, ResampleTaps& taps) {
  const double scale = extent / to;
  const double reach = std::max(scale, 1.0);  // half the width of the triangle
  const int low = std::max(static_cast<int>(std::floor(begin)), 0);
  const int high = std::min(static_cast<int>(std::ceil(begin + extent)), size);
  taps.count = std::min(static_cast<int>(std::ceil(2 * reach)) + 1, high - low);
  taps.first.resize(static_cast<std::size_t>(to));
  taps.weights.assign(static_cast<std::size_t>(to) * static_cast<std::size_t>(taps.count), 0);
  for (int i = 0; i < to; ++i) {
    const double centre = begin + (i + 0.5) * scale;
    const int from = std::max(low, static_cast<int>(centre - reach + 0.5));
    const int end = std::min(high, static_cast<int>(centre + reach + 0.5));
    const auto weight = [&](int j) { return std::max(0.0, 1.0 - std::abs(j + 0.5 - centre) / reach); };
    double sum = 0;
    for (int j = from; j < end; ++j) sum += weight(j);
    const int first = std::min(from, high - taps.count);
    taps.first[static_cast<std::size_t>(i)] = first;
    std::int32_t* own = taps.weights.data() + static_cast<std::ptrdiff_t>(i) * taps.count;
    for (int j = from; j < end; ++j)
      own[j - first] = static_cast<std::int32_t>(std::lround(weight(j) / sum * (1 << kFractionBits)));
  }
}

}  // namespace

Image resize(const Image& image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  Image out;
  ResizeScratch scratch;
  resize_part(image, as_real({.width = image.width, .height = image.height}), width, height, out, scratch);
  return out;
}

Box middle_part(int picture_width, int picture_height, int width, int height) {
  const double step =
      std::min(static_cast<double>(picture_width) / width, static_cast<double>(picture_height) / height);
  Box box;
  box.width = std::clamp(static_cast<int>(std::lround(width * step)), 1, picture_width);
  box.height = std::clamp(static_cast<int>(std::lround(height * step)), 1, picture_height);
  box.left = (picture_width - box.width) / 2;
  box.top = (picture_height - box.height) / 2;
  return box;
}

void resize_part(ConstImageView image, const RealBox& box, int width, int height, Image& out,
                 ResizeScratch& scratch) {
  make_taps(box.left, box.width, image.width, width, scratch.across);
  make_taps(box.top, box.height, image.height, height, scratch.down);
  const int first_row = scratch.down.first.front();
  const int rows = scratch.down.first.back() + scratch.down.count - first_row;
  scratch.wide.reshape(width, rows, image.channels);
  for (int y = 0; y < rows; ++y)
    kernels::resample_row(image.row(first_row + y), image.width, image.channels, scratch.across,
                          scratch.wide.row(y));
  out.reshape(width, height, image.channels);
  const auto count = static_cast<std::size_t>(scratch.down.count);
  for (int y = 0; y < height; ++y) {
    const auto i = static_cast<std::size_t>(y);
    kernels::resample_column(scratch.wide.row(scratch.down.first[i] - first_row), scratch.wide.stride(),
                             std::span(scratch.down.weights).subspan(i * count, count),
                             {out.row(y), out.stride()});
  }
}

}  // namespace variegate
