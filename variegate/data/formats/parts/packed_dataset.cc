#include "variegate/data/formats/parts/packed_dataset.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/random.h"

namespace variegate {

PackedDataset::PackedDataset(PackedImages images) : images_(std::move(images)) {
  if (images_.layout == PixelLayout::interleaved) return;
  const auto channels = static_cast<std::size_t>(images_.channels);
  const std::size_t plane =
      static_cast<std::size_t>(images_.width) * static_cast<std::size_t>(images_.height);
  std::vector<std::uint8_t> planes(plane * channels);
  for (std::size_t i = 0; i < size(); ++i) {
    std::uint8_t* picture = images_.pixels.data() + i * planes.size();
    std::copy_n(picture, planes.size(), planes.begin());
    for (std::size_t channel = 0; channel < channels; ++channel) {
      for (std::size_t pixel = 0; pixel < plane; ++pixel)
        picture[pixel * channels + channel] = planes[channel * plane + pixel];
    }
  }
  images_.layout = PixelLayout::interleaved;
}

Sample PackedDataset::load(std::size_t i) const {
  Sample sample;
  load_into(i, sample);
  return sample;
}

void PackedDataset::load_into(std::size_t i, Sample& sample) const {
  Image& image = reset_to_image(sample, label(i), i);
  image.reshape(images_.width, images_.height, images_.channels);
  std::copy_n(images_.pixels.data() + i * image.pixels.size(), image.pixels.size(), image.pixels.begin());
}

std::size_t PackedDataset::bytes_each() const {
  return static_cast<std::size_t>(images_.width) * static_cast<std::size_t>(images_.height) *
         static_cast<std::size_t>(images_.channels);
}

std::optional<StoredPicture> PackedDataset::stored(std::size_t) const {
  const auto width = static_cast<std::uint64_t>(images_.width);
  const auto channels = static_cast<std::uint64_t>(images_.channels);
  return StoredPicture{.form = derive(width, channels), .size = bytes_each()};
}

void PackedDataset::read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const {
  std::copy_n(images_.pixels.data() + i * bytes_each() + offset, to.size(), to.begin());
}

std::string PackedDataset::name(std::size_t i) const {
  const auto after =
      std::upper_bound(images_.files.begin(), images_.files.end(), i,
                       [](std::size_t index, const PackedFile& file) { return index < file.first; });
  const PackedFile& file = *(after - 1);
  return fmt::format("{}, record {}", file.name, i - file.first);
}

}  // namespace variegate
