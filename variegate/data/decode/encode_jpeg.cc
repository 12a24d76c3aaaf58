#include <cstdio>
// jpeglib.h needs the types of stdio.h before it.
#include <fmt/format.h>
#include <jpeglib.h>

#include <array>
#include <csetjmp>
#include <cstdlib>

#include "variegate/core/error.h"
#include "variegate/data/decode/encode.h"

namespace variegate {
namespace {

// libjpeg reports errors by calling back, and must not be returned to: longjmp leaves it. Nothing with a
// destructor lives in the frames that are jumped over.
struct Encoder {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf leave{};
  std::array<char, JMSG_LENGTH_MAX> cause{};
  unsigned char* bytes = nullptr;  // libjpeg's, by malloc
  unsigned long size = 0;

  Encoder() = default;
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  ~Encoder() {
    jpeg_destroy_compress(&info);
    std::free(bytes);
  }
};

[[noreturn]] void leave_with_message(j_common_ptr info) {
  auto* encoder = static_cast<Encoder*>(info->client_data);
  info->err->format_message(info, encoder->cause.data());
  std::longjmp(encoder->leave, 1);
}

bool encode_rows(Encoder& encoder, const Image& image, int quality) {
  if (setjmp(encoder.leave) != 0) return false;
  jpeg_compress_struct& info = encoder.info;
  info.err = jpeg_std_error(&encoder.errors);
  info.client_data = &encoder;
  encoder.errors.error_exit = leave_with_message;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &encoder.bytes, &encoder.size);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = image.channels;
  info.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    // libjpeg does not write to what it reads; its type has no const.
    auto* row = const_cast<JSAMPROW>(image.row(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

std::vector<std::uint8_t> encode_jpeg(const Image& image, int quality) {
  Encoder encoder;
  const bool possible = (image.channels == 1 || image.channels == 3) && quality >= 1 && quality <= 100;
  if (!possible || !encode_rows(encoder, image, quality)) {
    throw Error({.where = "",
                 .what = "a picture cannot be written as JPEG",
                 .got = fmt::format("{} x {} pixels, {} channels, quality {}{}{}", image.width, image.height,
                                    image.channels, quality, encoder.cause[0] == '\0' ? "" : ": ",
                                    encoder.cause.data()),
                 .expected = "1 to 65500 pixels a side, 1 or 3 channels, quality 1 .. 100",
                 .mend = ""});
  }
  return {encoder.bytes, encoder.bytes + encoder.size};
}

}  // namespace variegate
