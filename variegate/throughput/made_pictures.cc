#include "variegate/throughput/made_pictures.h"

#include <algorithm>
#include <array>

#include "variegate/core/random.h"

namespace variegate {
namespace {

constexpr int kChannels = 3;

// Adds a smooth field: random values `cell` pixels apart, interpolated between.
void add_field(std::vector<double>& plane, int width, int height, int cell, double amplitude,
               Stream& random) {
  const int columns = width / cell + 2;
  std::vector<double> knots(static_cast<std::size_t>(columns) * static_cast<std::size_t>(height / cell + 2));
  for (double& knot : knots) knot = random.uniform(-amplitude, amplitude);
  for (int y = 0; y < height; ++y) {
    const double* above = knots.data() + static_cast<std::ptrdiff_t>(y / cell) * columns;
    const double* below = above + columns;
    const double down = static_cast<double>(y % cell) / cell;
    for (int x = 0; x < width; ++x) {
      const int k = x / cell;
      const double right = static_cast<double>(x % cell) / cell;
      const double top = above[k] + right * (above[k + 1] - above[k]);
      const double bottom = below[k] + right * (below[k + 1] - below[k]);
      plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] +=
          top + down * (bottom - top);
    }
  }
}

// Halving the cell halves the amplitude: a spectrum that falls as 1/f.
void add_fields(std::vector<double>& plane, int width, int height, double amplitude, Stream& random) {
  for (int cell = std::max(width, height); cell >= 2; cell /= 2) {
    add_field(plane, width, height, cell, amplitude, random);
    amplitude /= 2.0;
  }
}

// Shifts the colour of a rectangle.
void add_object(std::array<std::vector<double>, kChannels>& planes, int width, int height, Stream& random) {
  const auto end = [&](int side, int start) {
    return start + 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(side - start)));
  };
  const int left = static_cast<int>(random.below(static_cast<std::uint64_t>(width)));
  const int top = static_cast<int>(random.below(static_cast<std::uint64_t>(height)));
  const int right = end(width, left);
  const int bottom = end(height, top);
  for (std::vector<double>& plane : planes) {
    const double shift = random.uniform(-50.0, 50.0);
    for (int y = top; y < bottom; ++y) {
      double* row = plane.data() + static_cast<std::ptrdiff_t>(y) * width;
      for (int x = left; x < right; ++x) row[x] += shift;
    }
  }
}

Image made_picture(int width, int height, std::uint64_t number) {
  Stream random({.sample = number, .place = hash_text("made picture")});
  const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  std::array<std::vector<double>, kChannels> planes;
  planes[0].assign(pixels, random.uniform(100.0, 150.0));
  add_fields(planes[0], width, height, 90.0, random);
  planes[1] = planes[2] = planes[0];
  for (std::vector<double>& plane : planes) add_fields(plane, width, height, 20.0, random);
  constexpr int kObjects = 6;
  for (int i = 0; i < kObjects; ++i) add_object(planes, width, height, random);

  Image image(width, height, kChannels);
  constexpr double kGrain = 3.0;
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t c = 0; c < kChannels; ++c) {
      const double value = planes[c][i] + random.uniform(-kGrain, kGrain);
      image.pixels[i * kChannels + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
  }
  return image;
}

}  // namespace

std::vector<Image> made_pictures(int count, int width, int height) {
  std::vector<Image> pictures;
  for (int i = 0; i < count; ++i)
    pictures.push_back(made_picture(width, height, static_cast<std::uint64_t>(i)));
  return pictures;
}

}  // namespace variegate
