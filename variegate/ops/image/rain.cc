// Falling rain.
#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/precipitation.h"

namespace variegate::image_ops {
namespace {

// Drops are too heavy to stray from the wind.
constexpr Precipitation kRain{.wind = 0.1,
                              .stray = 0.03,
                              .far = 0.5,
                              .near = 1.5,
                              .least_opacity = 0.3,
                              .most_opacity = 0.8,
                              .colour = {200, 205, 210}};

void apply(Image& image, const ImageArguments& arguments) {
  fall(kRain, arguments.values, image, arguments.random);
}

}  // namespace

const Op& rain() {
  static const Op op{.name = "rain",
                     .summary = "let rain fall before the picture, in thin streaks along the wind",
                     .source = "variegate; Albumentations' RandomRain draws streaks, too",
                     .parameters = {cover_parameter("area behind streaks, on average"),
                                    diameter_parameter("diameter of a drop, at least a pixel", 0.1, 0.005),
                                    streak_parameter("way of a drop while the shutter is open", 1, 0.1)},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 0.3,
                                   .source = "variegate: 0.3, as severity 4 of its corruptions"},
                     .random = true,
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
