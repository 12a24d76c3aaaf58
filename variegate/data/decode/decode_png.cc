#include <png.h>

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstring>
#include <new>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/exif.h"

namespace variegate {
namespace {

// libpng reports errors by calling back, and must not be returned to: longjmp leaves it. Nothing with a
// destructor lives in the frames that are jumped over.
struct Decoder {
  png_structp png = nullptr;
  png_infop info = nullptr;
  ByteView rest;
  std::array<char, 128> cause{};

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void leave_with_message(png_structp png, png_const_charp message) {
  auto* decoder = static_cast<Decoder*>(png_get_error_ptr(png));
  std::strncpy(decoder->cause.data(), message, decoder->cause.size() - 1);
  png_longjmp(png, 1);
}

void ignore_warning(png_structp, png_const_charp) {}  // of ancillary chunks: no pixel depends on them

void give_bytes(png_structp png, png_bytep out, std::size_t count) {
  auto* decoder = static_cast<Decoder*>(png_get_io_ptr(png));
  if (count > decoder->rest.size()) png_error(png, "the data stop too early (truncated)");
  std::memcpy(out, decoder->rest.data(), count);
  decoder->rest = decoder->rest.subspan(count);
}

bool read_header(Decoder& decoder) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  png_set_read_fn(decoder.png, &decoder, give_bytes);
  // The size is checked against our own limit, with our own words.
  png_set_user_limits(decoder.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(decoder.png, decoder.info);
  return true;
}

bool choose_output(Decoder& decoder, int& passes) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  png_set_expand(decoder.png);  // palettes, 1, 2 and 4 bits, and transparent colours
  if (std::endian::native == std::endian::little) png_set_swap(decoder.png);  // values of 16 bits
  const int type = png_get_color_type(decoder.png, decoder.info);
  const bool transparent = png_get_valid(decoder.png, decoder.info, PNG_INFO_tRNS) != 0;
  if (type == PNG_COLOR_TYPE_GRAY_ALPHA || (type == PNG_COLOR_TYPE_GRAY && transparent)) {
    png_set_gray_to_rgb(decoder.png);
  }
  passes = png_set_interlace_handling(decoder.png);
  png_read_update_info(decoder.png, decoder.info);
  return true;
}

// Values as they are stored, a byte each.
bool choose_stored(Decoder& decoder, int& passes) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  png_set_packing(decoder.png);
  passes = png_set_interlace_handling(decoder.png);
  png_read_update_info(decoder.png, decoder.info);
  return true;
}

// stride: bytes from one row to the next.
bool decode_rows(Decoder& decoder, void* rows, std::size_t stride, int passes) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  const png_uint_32 height = png_get_image_height(decoder.png, decoder.info);
  for (int pass = 0; pass < passes; ++pass) {
    auto* row = static_cast<png_bytep>(rows);
    for (png_uint_32 y = 0; y < height; ++y, row += stride) png_read_row(decoder.png, row, nullptr);
  }
  png_read_end(decoder.png, nullptr);
  return true;
}

[[noreturn]] void fail(const Decoder& decoder, const std::string& name) {
  fail_to_decode("PNG", decoder.cause.data(), name);
}

// Reads the header and checks the size.
void begin(Decoder& decoder, ByteView bytes, const std::string& name, const DecodeOptions& options) {
  decoder.rest = bytes;
  decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, leave_with_message, ignore_warning);
  decoder.info = decoder.png == nullptr ? nullptr : png_create_info_struct(decoder.png);
  if (decoder.info == nullptr) throw std::bad_alloc();
  if (!read_header(decoder)) fail(decoder, name);
  check_pixel_count(png_get_image_width(decoder.png, decoder.info),
                    png_get_image_height(decoder.png, decoder.info), options, name);
}

// With the channels of the output that has been chosen.
void reshape(Image& image, const Decoder& decoder) {
  image.reshape(static_cast<int>(png_get_image_width(decoder.png, decoder.info)),
                static_cast<int>(png_get_image_height(decoder.png, decoder.info)),
                png_get_channels(decoder.png, decoder.info));
}

}  // namespace

DecodedPart decode_png(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                       const DecodeOptions& options) {
  Decoder decoder;
  begin(decoder, bytes, name, options);
  int passes = 1;
  if (!choose_output(decoder, passes)) fail(decoder, name);
  reshape(image, decoder);
  const Box box = chosen_part(choose, image.width, image.height, name).box;
  DecodedPart part{.picture_width = image.width, .picture_height = image.height, .box = as_real(box)};
  if (png_get_bit_depth(decoder.png, decoder.info) == 16) {
    std::vector<std::uint16_t> values(image.pixels.size());
    if (!decode_rows(decoder, values.data(), 2 * image.stride(), passes)) fail(decoder, name);
    part.facts = reduce_to_8_bits(values, image.channels, image.pixels.data());
  } else if (!decode_rows(decoder, image.pixels.data(), image.stride(), passes)) {
    fail(decoder, name);
  }
  return part;
}

Image decode_labels(ByteView bytes, const std::string& name, const DecodeOptions& options) {
  Decoder decoder;
  begin(decoder, bytes, name, options);
  const int type = png_get_color_type(decoder.png, decoder.info);
  const int bits = png_get_bit_depth(decoder.png, decoder.info);
  if ((type != PNG_COLOR_TYPE_GRAY && type != PNG_COLOR_TYPE_PALETTE) || bits > 8) {
    throw Error({.where = name,
                 .what = "a mask whose pixels are not labels",
                 .got = bits > 8 ? "16 bits a channel" : "colour",
                 .expected = "a PNG that is grey or has a palette, of at most 8 bits",
                 .mend = ""});
  }
  int passes = 1;
  Image labels;
  if (!choose_stored(decoder, passes)) fail(decoder, name);
  reshape(labels, decoder);
  if (!decode_rows(decoder, labels.pixels.data(), labels.stride(), passes)) fail(decoder, name);
  const int orientation = options.orientation == Orientation::apply ? png_orientation(bytes) : kAsStored;
  if (orientation == kAsStored) return labels;
  Image upright;
  take_upright(labels, as_real({.width = labels.width, .height = labels.height}), orientation, upright);
  return upright;
}

}  // namespace variegate
