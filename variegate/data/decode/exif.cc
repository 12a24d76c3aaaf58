#include "variegate/data/decode/exif.h"

#include <cstring>
#include <optional>
#include <string_view>

#include "variegate/data/decode/orientation.h"

namespace variegate {
namespace {

constexpr std::string_view kExifHead("Exif\0\0", 6);

// Bytes of a whole number, by its type in a directory: BYTE, SHORT and LONG; 0 for any other.
std::size_t bytes_of_type(std::uint64_t type) { return type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0; }

bool begins(ByteView bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

// Whole numbers at any place of some bytes: nothing where they do not reach.
class Numbers {
 public:
  Numbers(ByteView bytes, bool big_end_first) : bytes_(bytes), big_end_first_(big_end_first) {}

  std::optional<std::uint64_t> at(std::uint64_t offset, std::size_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8U | bytes_[offset + (big_end_first_ ? i : size - 1 - i)];
    return value;
  }

 private:
  ByteView bytes_;
  bool big_end_first_;
};

// TIFF and BigTIFF differ in the sizes of what their directories hold, in bytes.
struct Layout {
  std::uint64_t first_directory;  // where its offset stands
  std::size_t offset;             // of an offset
  std::size_t entries;            // of the number of entries
  std::size_t entry;
  std::size_t value;  // where an entry's value begins
};
constexpr Layout kTiff{.first_directory = 4, .offset = 4, .entries = 2, .entry = 12, .value = 8};
constexpr Layout kBigTiff{.first_directory = 8, .offset = 8, .entries = 8, .entry = 20, .value = 12};

std::optional<std::uint64_t> number_in_directory(const Numbers& numbers, const Layout& layout, int tag) {
  const auto directory = numbers.at(layout.first_directory, layout.offset);
  if (!directory) return std::nullopt;
  const auto entries = numbers.at(*directory, layout.entries);
  if (!entries) return std::nullopt;
  std::uint64_t entry = *directory + layout.entries;
  for (std::uint64_t i = 0; i < *entries; ++i, entry += layout.entry) {
    const auto found = numbers.at(entry, 2);
    if (!found) break;
    if (*found != static_cast<std::uint64_t>(tag)) continue;
    const auto type = numbers.at(entry + 2, 2);
    const std::size_t size = bytes_of_type(type.value_or(0));
    if (size > 0) return numbers.at(entry + layout.value, size);
    break;
  }
  return std::nullopt;
}

int orientation_in_block(ByteView block) {
  return exif_orientation(begins(block, kExifHead) ? block.subspan(kExifHead.size()) : block);
}

}  // namespace

std::optional<std::uint64_t> tiff_number(ByteView tiff, int tag) {
  const bool big_end_first = begins(tiff, "MM");
  if (!big_end_first && !begins(tiff, "II")) return std::nullopt;
  const Numbers numbers(tiff, big_end_first);
  const auto version = numbers.at(2, 2);
  if (version == 42U) return number_in_directory(numbers, kTiff, tag);
  if (version == 43U) return number_in_directory(numbers, kBigTiff, tag);
  return std::nullopt;
}

int exif_orientation(ByteView tiff) {
  constexpr int kOrientationTag = 274;
  const std::uint64_t value = tiff_number(tiff, kOrientationTag).value_or(kAsStored);
  return value >= kAsStored && value <= kLastOrientation ? static_cast<int>(value) : kAsStored;
}

int jpeg_orientation(ByteView file) {
  constexpr std::uint64_t kApp1 = 0xE1;
  constexpr std::uint64_t kStartOfScan = 0xDA;
  constexpr std::uint64_t kEndOfImage = 0xD9;
  const Numbers numbers(file, true);
  std::uint64_t at = 2;
  while (numbers.at(at, 1) == 0xFFU) {
    const auto marker = numbers.at(at + 1, 1);
    if (marker == 0xFFU) {  // padding before a marker
      ++at;
      continue;
    }
    const auto size = numbers.at(at + 2, 2);
    if (!marker || marker == kStartOfScan || marker == kEndOfImage || !size || *size < 2) break;
    if (*size + 2 > file.size() - at) break;
    const ByteView content = file.subspan(at + 4, *size - 2);
    if (marker == kApp1 && begins(content, kExifHead)) return orientation_in_block(content);
    at += 2 + *size;
  }
  return kAsStored;
}

int png_orientation(ByteView file) {
  const Numbers numbers(file, true);
  std::uint64_t at = 8;
  while (const auto size = numbers.at(at, 4)) {
    if (*size + 12 > file.size() - at) break;
    const ByteView name = file.subspan(at + 4, 4);
    if (begins(name, "eXIf")) return orientation_in_block(file.subspan(at + 8, *size));
    if (begins(name, "IEND")) break;
    at += 12 + *size;
  }
  return kAsStored;
}

int webp_orientation(ByteView file) {
  const Numbers numbers(file, false);
  std::uint64_t at = 12;
  while (const auto size = numbers.at(at + 4, 4)) {
    if (*size > file.size() - at - 8) break;
    if (begins(file.subspan(at), "EXIF")) return orientation_in_block(file.subspan(at + 8, *size));
    at += 8 + *size + *size % 2;
  }
  return kAsStored;
}

}  // namespace variegate
