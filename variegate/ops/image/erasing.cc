// A rectangle of the picture covered.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/bit_draws.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

constexpr double kLowestAspect = 0.1;
constexpr double kHighestAspect = 10;

// Draws that do not fit into the picture are drawn again, as in the authors' code; here ten times at most, as
// in torchvision, and then nothing is erased.
std::optional<Box> draw_box(const Image& image, const ImageArguments& arguments) {
  constexpr int kAttempts = 10;
  const double largest = arguments.values[0];
  const double smallest = std::min(arguments.values[1], largest);
  const auto [narrowest, widest] = std::minmax(arguments.values[2], arguments.values[3]);
  const double whole = static_cast<double>(image.width) * image.height;
  Stream& random = arguments.random;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const double area = whole * random.uniform(smallest, largest);
    const double aspect = std::exp(random.uniform(std::log(narrowest), std::log(widest)));
    Box box{.width = static_cast<int>(std::lround(std::sqrt(area * aspect))),
            .height = static_cast<int>(std::lround(std::sqrt(area / aspect)))};
    if (box.width > image.width || box.height > image.height) continue;
    box.top = static_cast<int>(random.below(static_cast<std::uint64_t>(image.height - box.height) + 1));
    box.left = static_cast<int>(random.below(static_cast<std::uint64_t>(image.width - box.width) + 1));
    return box;
  }
  return std::nullopt;
}

void cover_with_noise(Image& image, const Box& box, Stream& random) {
  BitDraws<8> bytes(random);
  for (int y = box.top; y < box.top + box.height; ++y) {
    for (int x = box.left; x < box.left + box.width; ++x) {
      std::uint8_t* pixel = image.at(x, y);
      for (int c = 0; c < image.colour_channels(); ++c) pixel[c] = static_cast<std::uint8_t>(bytes.next());
    }
  }
}

void cover(Image& image, const Box& box, std::uint8_t fill) {
  for (int y = box.top; y < box.top + box.height; ++y) {
    if (image.channels != 4) {
      std::memset(image.at(box.left, y), fill,
                  static_cast<std::size_t>(box.width) * static_cast<std::size_t>(image.channels));
      continue;
    }
    for (int x = box.left; x < box.left + box.width; ++x) std::memset(image.at(x, y), fill, 3);
  }
}

void apply(Image& image, const ImageArguments& arguments) {
  const std::optional<Box> box = draw_box(image, arguments);
  if (!box || box->width == 0 || box->height == 0) return;
  const bool noise = arguments.values[5] >= 0.5;
  noise ? cover_with_noise(image, *box, arguments.random)
        : cover(image, *box, fill_from(arguments.values[4]));
}

Parameter area(const char* name, const char* summary, double fallback) {
  return {.name = name,
          .unit = "fraction of the area",
          .summary = summary,
          .low = 0,
          .high = 1,
          .fallback = fallback,
          .neutral = 0};
}

Parameter aspect(const char* name, const char* summary, double fallback) {
  return {.name = name,
          .unit = "width over height",
          .summary = summary,
          .low = kLowestAspect,
          .high = kHighestAspect,
          .fallback = fallback,
          .neutral = 1};
}

}  // namespace

const Op& erasing() {
  static const Op op{
      .name = "erasing",
      .summary = "cover a rectangle of random size and shape at a random place",
      .source =
          "Zhong et al., Random Erasing Data Augmentation (AAAI 2020); shapes as in torchvision, "
          "uniform in the logarithm",
      // Aspects given the wrong way round are exchanged.
      .parameters = {area("area_high", "largest rectangle; sides are rounded to whole pixels", 0.4),
                     area("area_low", "smallest rectangle; no more than the largest", 0.02),
                     aspect("aspect_low", "narrowest rectangle", 0.3),
                     aspect("aspect_high", "widest rectangle", 1 / 0.3),
                     fill_parameter(),
                     {.name = "content",
                      .unit = "choice",
                      .summary = "what covers: the fill, or a random value for every colour of every pixel",
                      .low = 0,
                      .high = 1,
                      .fallback = 0,
                      .neutral = 0,
                      .integer = true,
                      .choices = {"fill", "noise"}}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.4,
                    .source =
                        "Zhong et al. (2020), section 4.2: 2 % .. 40 % of the area, aspect 0.3 .. 3.33"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
