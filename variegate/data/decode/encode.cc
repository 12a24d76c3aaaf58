#include "variegate/data/decode/encode.h"

#include <fmt/format.h>
#include <png.h>

#include "variegate/core/error.h"

namespace variegate {

std::vector<std::uint8_t> encode_png(const Image& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = image.channels == 1   ? PNG_FORMAT_GRAY
                  : image.channels == 3 ? PNG_FORMAT_RGB
                                        : PNG_FORMAT_RGBA;
  std::vector<std::uint8_t> bytes;
  png_alloc_size_t size = 0;
  const auto write = [&](void* to) {
    if (png_image_write_to_memory(&header, to, &size, 0, image.pixels.data(), 0, nullptr) != 0) return;
    throw Error({.where = "",
                 .what = "a picture cannot be written as PNG",
                 .got = fmt::format("{} x {} pixels, {} channels: {}", image.width, image.height,
                                    image.channels, header.message),
                 .expected = "",
                 .mend = ""});
  };
  // A bound that holds for any content saves compressing twice to learn the size.
  size = PNG_IMAGE_PNG_SIZE_MAX(header);
  bytes.resize(size);
  write(bytes.data());
  bytes.resize(size);
  return bytes;
}

}  // namespace variegate
