#include "variegate/data/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace variegate {
namespace {

constexpr int kFractionBits = 20;

// The weights, in units of 2^-20 that add up to 1, of the input pixels that make one output pixel.
struct Taps {
  int first = 0;
  std::vector<std::int32_t> weights;
};

std::vector<Taps> taps_of(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  const double reach = std::max(scale, 1.0);  // half the width of the triangle
  std::vector<Taps> all(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - reach + 0.5));
    const int end = std::min(from, static_cast<int>(centre + reach + 0.5));
    std::vector<double> weights;
    double sum = 0;
    for (int j = first; j < end; ++j) {
      weights.push_back(std::max(0.0, 1.0 - std::abs(j + 0.5 - centre) / reach));
      sum += weights.back();
    }
    Taps& taps = all[static_cast<std::size_t>(i)];
    taps.first = first;
    for (const double weight : weights) {
      taps.weights.push_back(static_cast<std::int32_t>(std::lround(weight / sum * (1 << kFractionBits))));
    }
  }
  return all;
}

// `step` bytes lie between the inputs of one output.
std::uint8_t weighted(const Taps& taps, const std::uint8_t* from, std::size_t step) {
  std::int64_t sum = 1 << (kFractionBits - 1);
  for (const std::int32_t weight : taps.weights) {
    sum += std::int64_t{weight} * *from;
    from += step;
  }
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(sum >> kFractionBits, 0, 255));
}

Image resize_width(const Image& image, int width) {
  Image out(width, image.height, image.channels);
  const std::vector<Taps> taps = taps_of(image.width, width);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Taps& own = taps[static_cast<std::size_t>(x)];
      for (int channel = 0; channel < image.channels; ++channel) {
        out.at(x, y)[channel] =
            weighted(own, image.at(own.first, y) + channel, static_cast<std::size_t>(image.channels));
      }
    }
  }
  return out;
}

Image resize_height(const Image& image, int height) {
  Image out(image.width, height, image.channels);
  const std::vector<Taps> taps = taps_of(image.height, height);
  for (int y = 0; y < height; ++y) {
    const Taps& own = taps[static_cast<std::size_t>(y)];
    const std::uint8_t* from = image.row(own.first);
    for (std::size_t byte = 0; byte < image.stride(); ++byte) {
      out.row(y)[byte] = weighted(own, from + byte, image.stride());
    }
  }
  return out;
}

}  // namespace

Image resize(const Image& image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  Image out = image.width == width ? image : resize_width(image, width);
  return image.height == height ? out : resize_height(out, height);
}

}  // namespace variegate
