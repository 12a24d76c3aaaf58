// Red, green and blue in another order.
#include <array>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

// All orders of three but the one they stand in: what is applied shows.
using Order = std::array<std::uint8_t, 3>;
constexpr std::array<Order, 5> kOrders{{{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};

void apply(Image& image, const ImageArguments& arguments) {
  const Order& order = kOrders[arguments.random.below(kOrders.size())];
  if (image.channels == 1) return;
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    std::uint8_t* pixel = &image.pixels[i];
    const Order before{pixel[0], pixel[1], pixel[2]};
    for (std::size_t c = 0; c < 3; ++c) pixel[c] = before[order[c]];
  }
}

}  // namespace

const Op& channel_shuffle() {
  static const Op op{.name = "channel_shuffle",
                     .summary = "put red, green and blue into another order, one of the five by chance",
                     .source = "Albumentations' ChannelShuffle, without the order that changes nothing",
                     .random = true,
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
