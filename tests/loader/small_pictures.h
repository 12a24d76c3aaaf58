// Small pictures in memory, as a data set.
#pragma once

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "variegate/data/formats/parts/packed_dataset.h"

namespace variegate {

inline Image photo(int width, int height, int seed) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < 3; ++c)
        image.at(x, y)[c] =
            static_cast<std::uint8_t>(128 + 60 * std::sin((x + 7 * seed) / 9.0 + c) + 40 * std::cos(y / 7.0));
    }
  }
  return image;
}

// 32 x 32 pixels in colour, of the classes a and b in turn, unless labels are given.
inline std::unique_ptr<Dataset> small_pictures(std::size_t count, const std::vector<int>& labels = {}) {
  PackedImages images;
  images.width = images.height = 32;
  images.channels = 3;
  images.files.push_back({.name = "made", .first = 0});
  images.class_names = {"a", "b"};
  for (std::size_t i = 0; i < count; ++i) {
    const Image image = photo(32, 32, static_cast<int>(i));
    images.pixels.insert(images.pixels.end(), image.pixels.begin(), image.pixels.end());
    images.labels.push_back(labels.empty() ? static_cast<int>(i % 2) : labels[i]);
  }
  return std::make_unique<PackedDataset>(std::move(images));
}

}  // namespace variegate
