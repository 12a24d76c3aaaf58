#include "variegate/ops/table.h"

namespace variegate {

void apply_table(Image& image, const Table& table) {
  if (image.channels != 4) {
    for (std::uint8_t& value : image.pixels) value = table[value];
    return;
  }
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
    for (std::size_t c = 0; c < 3; ++c) image.pixels[i + c] = table[image.pixels[i + c]];
  }
}

Histogram histogram(const Image& image, int channel) {
  Histogram counts{};
  const auto step = static_cast<std::size_t>(image.channels);
  for (auto i = static_cast<std::size_t>(channel); i < image.pixels.size(); i += step)
    ++counts[image.pixels[i]];
  return counts;
}

void apply_table_to_channel(Image& image, int channel, const Table& table) {
  const auto step = static_cast<std::size_t>(image.channels);
  for (auto i = static_cast<std::size_t>(channel); i < image.pixels.size(); i += step) {
    image.pixels[i] = table[image.pixels[i]];
  }
}

}  // namespace variegate
