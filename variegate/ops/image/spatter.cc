// Drops on the lens.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/precipitation.h"
#include "variegate/ops/image/parts/stroke.h"

namespace variegate::image_ops {
namespace {

struct Liquid {
  std::array<std::uint8_t, 3> colour;
  float opacity;
};
// The colours of ImageNet-C's mud and water.
constexpr std::array<Liquid, 2> kLiquids{{{{63, 42, 20}, 0.95F}, {{175, 238, 238}, 0.5F}}};

void apply(Image& image, const ImageArguments& arguments) {
  const double side = std::min(image.width, image.height);
  const double diameter = std::max(arguments.values[1] * side, 1.0);
  const Liquid& liquid = kLiquids[arguments.values[2] < 0.5 ? 0 : 1];
  // Drops of a third to three times the diameter, evenly in the logarithm, splashed along a line of up to
  // their own size: half of it in the mean, and the mean of the square of a size is (9 - 1/9) / (4 ln 3)
  // = 2.02.
  constexpr double kSpread = 3.0;
  constexpr double kMeanSquare = 2.02;
  const double area = kMeanSquare * diameter * diameter * (std::numbers::pi / 4 + 0.5);
  Stream& random = arguments.random;
  for (int left = count_to_cover(arguments.values[0], area, image); left > 0; --left) {
    const double size = diameter * std::pow(kSpread, random.uniform(-1, 1));
    const double splash = size * random.uniform();
    const double direction = random.uniform(0, 2 * std::numbers::pi);
    draw({.x = static_cast<float>(random.uniform(0, image.width)),
          .y = static_cast<float>(random.uniform(0, image.height)),
          .dx = static_cast<float>(splash * std::cos(direction)),
          .dy = static_cast<float>(splash * std::sin(direction)),
          .radius = static_cast<float>(0.5 * size),
          .opacity = liquid.opacity,
          .colour = liquid.colour},
         image);
  }
}

}  // namespace

const Op& spatter() {
  static const Op op{
      .name = "spatter",
      .summary = "splash mud or water on the lens, in drops of all sizes",
      .source =
          "variegate, in the manner of ImageNet-C's spatter (Hendrycks and Dietterich 2019), drop by drop",
      .parameters = {cover_parameter("area behind drops, on average"),
                     diameter_parameter("diameter of a drop of middle size, at least a pixel", 0.2, 0.03),
                     {.name = "liquid",
                      .unit = "choice",
                      .summary = "what splashes: mud hides, water shines through",
                      .low = 0,
                      .high = 1,
                      .fallback = 0,
                      .neutral = 0,
                      .integer = true,
                      .choices = {"mud", "water"}}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.2,
                    .source = "variegate: 0.2, as severity 4 of its corruptions"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
