// Small data sets written on the spot, whose every pixel is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary_folder.h"
#include "variegate/data/decode/encode.h"

namespace variegate {

// Writes a file in the folder, and the folders above it; returns its path.
inline std::string write_file(const TemporaryFolder& folder, const std::string& name,
                              std::string_view bytes) {
  const std::filesystem::path path = folder.file(name);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

inline std::string_view text_of(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::string be32(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255U);
  return bytes;
}

// An IDX file of grey pictures, all different when they have two pixels or more; pixel p of picture i is
// (i + p) mod 256 for i below 256. first: the number of the first.
inline std::string idx_pictures(std::uint32_t count, std::uint32_t height, std::uint32_t width,
                                std::uint32_t first = 0) {
  std::string bytes = std::string("\0\0\x08\x03", 4) + be32(count) + be32(height) + be32(width);
  for (std::uint32_t i = first; i < first + count; ++i) {
    for (std::uint32_t p = 0; p < width * height; ++p)
      bytes += static_cast<char>((i + p * (1 + i / 256)) % 256);
  }
  return bytes;
}

inline std::string idx_labels(const std::vector<std::uint8_t>& labels) {
  std::string bytes = std::string("\0\0\x08\x01", 4) + be32(static_cast<std::uint32_t>(labels.size()));
  for (const std::uint8_t label : labels) bytes += static_cast<char>(label);
  return bytes;
}

// Labels 0, 1, ... classes - 1, 0, ...
inline std::vector<std::uint8_t> cycling_labels(std::size_t count, std::size_t classes) {
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < count; ++i) labels.push_back(static_cast<std::uint8_t>(i % classes));
  return labels;
}

// A folder as MNIST's, without a test part.
inline void write_idx_folder(const TemporaryFolder& folder, const std::string& below, std::uint32_t count,
                             std::size_t classes, std::uint32_t side) {
  write_file(folder, below + "/train-images-idx3-ubyte", idx_pictures(count, side, side));
  write_file(folder, below + "/train-labels-idx1-ubyte", idx_labels(cycling_labels(count, classes)));
}

// A CIFAR-10 file; every byte of picture i is first + i, but for its blue plane, which is 7.
inline std::string cifar_file(std::size_t count, std::size_t first, std::size_t classes = 10) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(i % classes);
    bytes += std::string(2048, static_cast<char>(first + i));
    bytes += std::string(1024, '\x07');
  }
  return bytes;
}

// A picture of one colour; channels by the number of values.
inline Image plain_image(int width, int height, const std::vector<std::uint8_t>& colour) {
  Image image(width, height, static_cast<int>(colour.size()));
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = colour[i % colour.size()];
  return image;
}

inline void write_png(const TemporaryFolder& folder, const std::string& below, const Image& image) {
  write_file(folder, below, text_of(encode_png(image)));
}

// An EXIF block with an orientation alone.
inline std::string exif_block(int orientation) {
  return std::string("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0", 19) + static_cast<char>(orientation) +
         std::string(6, '\0');
}

// A JPEG file with that orientation, in a segment after its first two bytes.
inline std::string with_orientation(std::string_view jpeg, int orientation) {
  const std::string content = std::string("Exif\0\0", 6) + exif_block(orientation);
  const auto size = static_cast<char>(content.size() + 2);
  return std::string(jpeg.substr(0, 2)) + "\xFF\xE1" + std::string(1, '\0') + size + content +
         std::string(jpeg.substr(2));
}

}  // namespace variegate
