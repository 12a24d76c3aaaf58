#include <algorithm>
#include <climits>
#include <memory>

#include "variegate/data/decode/decode.h"

// stb_image is a header with its code: only what reads BMP is compiled.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 28)
#include <stb/stb_image.h>

namespace variegate {
namespace {

std::size_t number_at(ByteView bytes, std::size_t offset, std::size_t size) {
  std::size_t value = 0;
  if (offset + size > bytes.size()) return 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8U | bytes[offset + i - 1];
  return value;
}

struct Layout {
  std::size_t bits = 0;      // of a pixel
  std::size_t end = 0;       // of the pixels in the file
  bool names_alpha = false;  // else the fourth byte of a pixel has no meaning
};

// Where the headers, of Windows or of OS/2, put the pixels: rows are whole words of four bytes.
Layout layout_of(ByteView bytes, std::size_t width, std::size_t height) {
  constexpr std::size_t kShortHeader = 12;
  const bool is_short = number_at(bytes, 14, 4) == kShortHeader;
  const std::size_t bits = number_at(bytes, is_short ? 24 : 28, 2);
  constexpr std::size_t kBitFields = 3;
  return {.bits = bits,
          .end = number_at(bytes, 10, 4) + (width * bits + 31) / 32 * 4 * height,
          .names_alpha = !is_short && number_at(bytes, 30, 4) == kBitFields};
}

bool is_grey(const std::uint8_t* pixels, std::size_t count) {
  for (const std::uint8_t* end = pixels + 3 * count; pixels != end; pixels += 3) {
    if (pixels[0] != pixels[1] || pixels[0] != pixels[2]) return false;
  }
  return true;
}

}  // namespace

DecodedPart decode_bmp(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                       const DecodeOptions& options) {
  if (bytes.size() > INT_MAX) fail_to_decode("BMP", "more than 2 GiB", name);
  const int size = static_cast<int>(bytes.size());
  int width = 0;
  int height = 0;
  int channels = 0;
  if (stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) == 0)
    fail_to_decode("BMP", stbi_failure_reason(), name);
  // Negative sizes become impossible ones.
  check_pixel_count(static_cast<std::size_t>(width), static_cast<std::size_t>(height), options, name);
  const Box box = chosen_part(choose, width, height, name).box;
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  // stb_image takes zeros for what is missing.
  const Layout layout = layout_of(bytes, static_cast<std::size_t>(width), static_cast<std::size_t>(height));
  if (layout.end > bytes.size()) fail_to_decode("BMP", "the data stop too early (truncated)", name);
  const int wanted = channels == 4 && layout.names_alpha ? 4 : 3;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> decoded(
      stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, wanted), stbi_image_free);
  if (decoded == nullptr) fail_to_decode("BMP", stbi_failure_reason(), name);
  // The format has no grey: it is a palette of greys.
  const bool grey = wanted == 3 && layout.bits <= 8 && is_grey(decoded.get(), pixels);
  image.reshape(width, height, grey ? 1 : wanted);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = decoded.get()[grey ? 3 * i : i];
  return {.picture_width = width, .picture_height = height, .box = as_real(box)};
}

}  // namespace variegate
