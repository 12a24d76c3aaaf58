#include "variegate/ops/image/parts/parameters.h"

#include <cmath>

namespace variegate {

Parameter fill_parameter() {
  return {.name = "fill",
          .unit = "byte",
          .summary = "value of colour channels where there is no picture (rounded to the nearest byte)",
          .low = 0,
          .high = 255,
          .fallback = 0,
          .neutral = 0,
          .integer = true};
}

std::uint8_t fill_from(double value) { return static_cast<std::uint8_t>(std::lround(value)); }

Parameter interpolation_parameter() {
  return {.name = "interpolation",
          .unit = "choice",
          .summary = "how a value between pixels is found",
          .low = 0,
          .high = 1,
          .fallback = 1,
          .neutral = 1,
          .integer = true,
          .choices = {"nearest", "bilinear"}};
}

Parameter border_parameter() {
  return {
      .name = "border",
      .unit = "choice",
      .summary = "what is where there is no picture: the fill, its edge repeated, or the picture mirrored",
      .low = 0,
      .high = 2,
      .fallback = 0,
      .neutral = 0,
      .integer = true,
      .choices = {"constant", "replicate", "reflect"}};
}

Sampling sampling_from(std::span<const double> values) {
  Sampling sampling{.fill = fill_from(values[0]),
                    .interpolation = values[1] < 0.5 ? Interpolation::nearest : Interpolation::bilinear};
  if (values.size() > 2) sampling.border = static_cast<Border>(std::lround(values[2]));
  return sampling;
}

Parameter factor_parameter(const char* summary) {
  return {.name = "factor",
          .unit = "factor",
          .summary = summary,
          .low = 0,
          .high = 10,
          .fallback = 1,
          .neutral = 1};
}

Magnitude factor_magnitude() {
  return {.searchable = true,
          .weakest = 1.0,
          .strongest = 1.9,
          .mirrored = true,
          .source =
              "AutoAugment (Cubuk et al. 2019), table 6: factor 0.1..1.9; as a distance from 1: torchvision"};
}

Parameter shift_in_pixels_parameter() {
  return {.name = "pixels",
          .unit = "pixels",
          .summary = "shift in pixels, added to the other",
          .low = -4096,
          .high = 4096,
          .fallback = 0,
          .neutral = 0};
}

Magnitude translation_magnitude() {
  return {.searchable = true,
          .weakest = 0,
          .strongest = 0.45,
          .mirrored = true,
          .source = "AutoAugment (Cubuk et al. 2019), table 6: 150 of 331 pixels, 0.453; 0.45 as in timm"};
}

Magnitude shear_magnitude() {
  return {.searchable = true,
          .weakest = 0,
          .strongest = 0.5,
          .mirrored = true,
          .source =
              "AutoAugment (Cubuk et al. 2019), table 6: 0.3; widened to 0.5 for search, so that the "
              "shift of data sheared further can be found"};
}

}  // namespace variegate
