#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <new>

#include "variegate/core/error.h"
#include "variegate/data/decode.h"

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
  png_set_scale_16(decoder.png);  // round(v / 257)
  png_set_expand(decoder.png);    // palettes, 1, 2 and 4 bits, and transparent colours
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

bool decode_rows(Decoder& decoder, Image& image, int passes) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < image.height; ++y) png_read_row(decoder.png, image.row(y), nullptr);
  }
  png_read_end(decoder.png, nullptr);
  return true;
}

[[noreturn]] void fail(const Decoder& decoder, const std::string& name) {
  fail_to_decode("PNG", decoder.cause.data(), name);
}

// Reads the header and checks the size.
void begin(Decoder& decoder, ByteView bytes, const std::string& name, const DecodeLimits& limits) {
  decoder.rest = bytes;
  decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, leave_with_message, ignore_warning);
  decoder.info = decoder.png == nullptr ? nullptr : png_create_info_struct(decoder.png);
  if (decoder.info == nullptr) throw std::bad_alloc();
  if (!read_header(decoder)) fail(decoder, name);
  check_pixel_count(png_get_image_width(decoder.png, decoder.info),
                    png_get_image_height(decoder.png, decoder.info), limits, name);
}

// With the channels of the output that has been chosen.
void reshape(Image& image, const Decoder& decoder) {
  image.reshape(static_cast<int>(png_get_image_width(decoder.png, decoder.info)),
                static_cast<int>(png_get_image_height(decoder.png, decoder.info)),
                png_get_channels(decoder.png, decoder.info));
}

}  // namespace

DecodedPart decode_png(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                       const DecodeLimits& limits) {
  Decoder decoder;
  begin(decoder, bytes, name, limits);
  int passes = 1;
  if (!choose_output(decoder, passes)) fail(decoder, name);
  reshape(image, decoder);
  const Box box = chosen_part(choose, image.width, image.height, name).box;
  if (!decode_rows(decoder, image, passes)) fail(decoder, name);
  return {.picture_width = image.width, .picture_height = image.height, .eighths = 8, .box = as_real(box)};
}

Image decode_labels(ByteView bytes, const std::string& name, const DecodeLimits& limits) {
  Decoder decoder;
  begin(decoder, bytes, name, limits);
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
  if (!decode_rows(decoder, labels, passes)) fail(decoder, name);
  return labels;
}

}  // namespace variegate
