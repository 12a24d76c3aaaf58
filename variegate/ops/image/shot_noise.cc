// The noise of light that is counted photon by photon.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/bit_draws.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr int kBits = 10;
constexpr int kLevels = 1 << kBits;
constexpr double kLeastSigma = 0.125;  // four of it are rounded away

// The Poisson distribution of that mean as 1024 equally likely counts, as bytes. Weights are those of the
// mode's neighbours, by the ratio of each to the next, out to where they no longer count: exact to the last
// digits for any mean, and without a function that another machine might round another way.
void fill_outcomes(double mean, double bytes_a_photon, std::uint8_t* outcomes) {
  const double mode = std::floor(mean);
  const double reach = std::ceil(6.0 * std::sqrt(mean)) + 6.0;
  const double low = std::max(mode - reach, 0.0);
  double total = 1.0;
  double lowest = 1.0;
  for (double count = mode; count > low; --count) total += lowest *= count / mean;
  double weight = 1.0;
  for (double count = mode; count < mode + reach; ++count) total += weight *= mean / (count + 1.0);

  weight = lowest;
  double below = lowest;  // weight of all counts up to this one
  int level = 0;
  for (double count = low; level < kLevels; below += weight *= mean / ++count) {
    const bool last = count >= mode + reach;
    const auto reached = static_cast<int>(std::lround(below / total * kLevels));
    const int end = last ? kLevels : std::min(reached, kLevels);
    const auto byte = static_cast<std::uint8_t>(std::min(std::lround(count * bytes_a_photon), 255L));
    std::fill(outcomes + level, outcomes + std::max(level, end), byte);
    level = std::max(level, end);
  }
}

void apply(Image& image, const ImageArguments& arguments) {
  const double sigma = arguments.values[0];
  if (sigma < kLeastSigma) return;
  const double photons = std::pow(255.0 / sigma, 2);  // of a white pixel
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  Image& outcomes = arguments.scratch.image;  // row v: what becomes of value v
  outcomes.width = kLevels;
  outcomes.height = 256;
  outcomes.channels = 1;
  outcomes.pixels.resize(std::size_t{256} * kLevels);
  std::array<bool, 256> known{};
  BitDraws<kBits> draws(arguments.random);
  for (std::size_t first = 0; first < image.pixels.size(); first += step) {
    for (std::size_t i = first; i < first + colours; ++i) {
      const std::uint8_t value = image.pixels[i];
      if (value == 0) continue;  // no light, no noise
      std::uint8_t* row = outcomes.row(value);
      if (!known[value]) fill_outcomes(photons * value / 255.0, 255.0 / photons, row);
      known[value] = true;
      image.pixels[i] = row[draws.next()];
    }
  }
}

}  // namespace

const Op& shot_noise() {
  static const Op op{
      .name = "shot_noise",
      .summary = "the noise of counted photons: the brighter, the more, by the square root",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), shot_noise: Poisson",
      .parameters = {{.name = "sigma",
                      .unit = "byte",
                      .summary = "standard deviation at white in units of 0..255; white is (255 / sigma)^2 "
                                 "photons",
                      .low = 0,
                      .high = 255,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 74,
                    .source = "ImageNet-C, severity 3: 12 photons, sigma 74"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
