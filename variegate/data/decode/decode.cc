#include "variegate/data/decode/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <new>
#include <string_view>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/decode/exif.h"

namespace variegate {
namespace {

bool begins(ByteView bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
}

bool is_tiff(ByteView bytes) {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (begins(bytes, magic)) return true;
  }
  return false;
}

int stored_upright(ByteView) { return kAsStored; }

struct Format {
  bool (*recognises)(ByteView);
  Decode* decode;
  int (*orientation)(ByteView);
};

constexpr std::array kFormats{
    Format{[](ByteView bytes) { return begins(bytes, "\xFF\xD8\xFF"); }, decode_jpeg, jpeg_orientation},
    Format{[](ByteView bytes) { return begins(bytes, "\x89PNG"); }, decode_png, png_orientation},
    Format{[](ByteView bytes) { return begins(bytes, "RIFF") && begins(bytes, "WEBP", 8); }, decode_webp,
           webp_orientation},
    Format{is_tiff, decode_tiff, exif_orientation},
    Format{[](ByteView bytes) { return begins(bytes, "BM"); }, decode_bmp, stored_upright},
    Format{[](ByteView bytes) { return begins(bytes, "GIF8"); }, decode_gif, stored_upright},
    Format{[](ByteView bytes) { return begins(bytes, "ftypavif", 4) || begins(bytes, "ftypavis", 4); },
           decode_avif, avif_orientation},
};

const Format& format_of(ByteView bytes, const std::string& name) {
  for (const Format& format : kFormats) {
    if (format.recognises(bytes)) return format;
  }
  std::string first;
  for (const std::uint8_t byte : bytes.first(std::min<std::size_t>(bytes.size(), 4))) {
    first += fmt::format("{}{:02x}", first.empty() ? "" : " ", byte);
  }
  throw Error(
      {.where = name,
       .what = bytes.empty() ? "the file is empty" : "not a picture of a known format (wrong magic number)",
       .got = first,
       .expected = "JPEG, PNG, WebP, TIFF, BMP, GIF or AVIF",
       .mend = "replace the file, or leave such files out by --skip-bad"});
}

DecodedPart decode_upright(const Format& format, int orientation, ByteView bytes, const std::string& name,
                           const ChoosePart& choose, Image& image, const DecodeOptions& options) {
  const auto choose_stored = [&](int stored_width, int stored_height) -> PartRequest {
    const bool swaps = swaps_sides(orientation);
    PartRequest request =
        chosen_part(choose, swaps ? stored_height : stored_width, swaps ? stored_width : stored_height, name);
    request.box = box_as_stored(request.box, orientation, stored_width, stored_height);
    if (swaps) std::swap(request.least_width, request.least_height);
    return request;
  };
  Image stored;
  DecodedPart part = format.decode(bytes, name, choose_stored, stored, options);
  part.box = take_upright(stored, part.box, orientation, image);
  if (swaps_sides(orientation)) std::swap(part.picture_width, part.picture_height);
  part.facts.orientation = orientation;
  return part;
}

}  // namespace

PartRequest whole_picture(int width, int height) { return {.box = {.width = width, .height = height}}; }

void check_pixel_count(std::size_t width, std::size_t height, const DecodeOptions& options,
                       const std::string& name) {
  if (width >= 1 && height >= 1 && width <= options.most_pixels && height <= options.most_pixels / width)
    return;
  throw Error({.where = name,
               .what = "the header gives an impossible size",
               .got = fmt::format("{} x {} pixels", width, height),
               .expected = fmt::format("1 to {} pixels", options.most_pixels),
               .mend = "the file is corrupt, or must be made smaller first"});
}

void fail_to_decode(const std::string& format, const std::string& cause, const std::string& name) {
  throw Error({.where = name,
               .what = fmt::format("the {} data cannot be decoded", format),
               .got = cause,
               .expected = "",
               .mend = "replace the file, or leave such files out by --skip-bad"});
}

Error out_of_memory(const std::string& name) {
  return Error({.where = name,
                .what = "the picture takes more memory than there is",
                .got = "",
                .expected = "",
                .mend = "make the picture smaller first, or leave such files out by --skip-bad"});
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
                              const DecodeOptions& options) {
  const Format& format = format_of(bytes, name);
  const int orientation = options.orientation == Orientation::apply ? format.orientation(bytes) : kAsStored;
  try {
    if (orientation == kAsStored) return format.decode(bytes, name, choose, image, options);
    return decode_upright(format, orientation, bytes, name, choose, image, options);
  } catch (const std::bad_alloc&) {
    // A few bytes may claim a picture of any size below the limit.
    throw Error({.where = name,
                 .what = "the picture takes more memory than there is",
                 .got = "",
                 .expected = "",
                 .mend = "make the picture smaller first, or leave such files out by --skip-bad"});
  }
}

Image decode_image(ByteView bytes, const std::string& name, const DecodeOptions& options,
                   PictureFacts* facts) {
  Image image;
  const DecodedPart part = decode_image_part(bytes, name, whole_picture, image, options);
  if (facts != nullptr) *facts = part.facts;
  return image;
}

const std::vector<std::string>& picture_endings() {
  static const std::vector<std::string> endings{".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp",
                                                ".tif", ".tiff", ".bmp", ".dib",  ".gif", ".avif"};
  return endings;
}

bool is_picture_name(const std::string& file) {
  std::string ending = std::filesystem::path(file).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  const std::vector<std::string>& known = picture_endings();
  return std::find(known.begin(), known.end(), ending) != known.end();
}

}  // namespace variegate
