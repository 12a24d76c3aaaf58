#include "variegate/data/packed_dataset.h"

#include <fmt/format.h>

#include <algorithm>

namespace variegate {

PackedDataset::PackedDataset(PackedImages images) : images_(std::move(images)) {}

Sample PackedDataset::load(std::size_t i) const {
  Image image(images_.width, images_.height, images_.channels);
  const std::size_t bytes = image.pixels.size();
  const std::uint8_t* from = images_.pixels.data() + i * bytes;
  if (images_.layout == PixelLayout::interleaved) {
    std::copy_n(from, bytes, image.pixels.begin());
  } else {
    const auto channels = static_cast<std::size_t>(images_.channels);
    const std::size_t plane = bytes / channels;
    for (std::size_t channel = 0; channel < channels; ++channel) {
      for (std::size_t pixel = 0; pixel < plane; ++pixel) {
        image.pixels[pixel * channels + channel] = from[channel * plane + pixel];
      }
    }
  }
  return image_sample(std::move(image), label(i), i);
}

std::string PackedDataset::name(std::size_t i) const {
  const auto after =
      std::upper_bound(images_.files.begin(), images_.files.end(), i,
                       [](std::size_t index, const PackedFile& file) { return index < file.first; });
  const PackedFile& file = *(after - 1);
  return fmt::format("{}, record {}", file.name, i - file.first);
}

}  // namespace variegate
