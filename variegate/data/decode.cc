#include "variegate/data/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "variegate/core/error.h"

namespace variegate {
namespace {

bool begins(ByteView bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
}

}  // namespace

PartRequest whole_picture(int width, int height) { return {.box = {.width = width, .height = height}}; }

void check_pixel_count(std::size_t width, std::size_t height, const DecodeLimits& limits,
                       const std::string& name) {
  if (width >= 1 && height >= 1 && width <= limits.most_pixels && height <= limits.most_pixels / width)
    return;
  throw Error({.where = name,
               .what = "the header gives an impossible size",
               .got = fmt::format("{} x {} pixels", width, height),
               .expected = fmt::format("1 to {} pixels", limits.most_pixels),
               .mend = "the file is corrupt, or must be made smaller first"});
}

void fail_to_decode(const std::string& format, const std::string& cause, const std::string& name) {
  throw Error({.where = name,
               .what = fmt::format("the {} data cannot be decoded", format),
               .got = cause,
               .expected = "",
               .mend = "replace the file, or leave such files out by --skip-bad"});
}

PartRequest chosen_part(const ChoosePart& choose, int width, int height, const std::string& name) {
  const PartRequest request = choose(width, height);
  const Box& box = request.box;
  const bool inside = box.left >= 0 && box.top >= 0 && box.width >= 1 && box.height >= 1 &&
                      box.left <= width - box.width && box.top <= height - box.height;
  if (inside) return request;
  throw Error({.where = name,
               .what = "the part to decode is not inside the picture",
               .got = fmt::format("{} x {} pixels at ({}, {})", box.width, box.height, box.left, box.top),
               .expected = fmt::format("within {} x {}", width, height),
               .mend = ""});
}

DecodedPart decode_image_part(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                              const DecodeLimits& limits) {
  if (begins(bytes, "\xFF\xD8\xFF")) return decode_jpeg(bytes, name, choose, image, limits);
  if (begins(bytes, "\x89PNG")) return decode_png(bytes, name, choose, image, limits);
  if (begins(bytes, "RIFF") && begins(bytes, "WEBP", 8))
    return decode_webp(bytes, name, choose, image, limits);
  std::string first;
  for (const std::uint8_t byte : bytes.first(std::min<std::size_t>(bytes.size(), 4))) {
    first += fmt::format("{}{:02x}", first.empty() ? "" : " ", byte);
  }
  throw Error(
      {.where = name,
       .what = bytes.empty() ? "the file is empty" : "not a picture of a known format (wrong magic number)",
       .got = first,
       .expected = "JPEG, PNG or WebP",
       .mend = "replace the file, or leave such files out by --skip-bad"});
}

Image decode_image(ByteView bytes, const std::string& name, const DecodeLimits& limits) {
  Image image;
  decode_image_part(bytes, name, whole_picture, image, limits);
  return image;
}

bool is_picture_name(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  constexpr std::array<std::string_view, 4> kKnown{".jpg", ".jpeg", ".png", ".webp"};
  return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end();
}

}  // namespace variegate
