#include <cstdio>
// jpeglib.h needs the types of stdio.h before it.
#include <jpeglib.h>

#include <jerror.h>

#include <array>
#include <csetjmp>

#include "variegate/data/decode.h"

namespace variegate {
namespace {

// A progressive file may name thousands of scans over a few bytes each: every one costs a pass.
constexpr int kMostScans = 200;

// libjpeg reports errors by calling back, and must not be returned to: longjmp leaves it. Nothing with a
// destructor lives in the frames that are jumped over (decode_rows and libjpeg's own).
struct Decoder {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf leave{};
  std::array<char, JMSG_LENGTH_MAX> cause{};
  bool too_many_scans = false;

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&info); }
};

[[noreturn]] void leave_with_message(j_common_ptr info) {
  auto* decoder = static_cast<Decoder*>(info->client_data);
  info->err->format_message(info, decoder->cause.data());
  std::longjmp(decoder->leave, 1);
}

// libjpeg goes on after damaged data and fills in grey. What it warns of is damage, but for these, which
// lose no pixel.
void judge_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  const int code = info->err->msg_code;
  const bool harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR ||
                        code == JWRN_TOO_MUCH_DATA;
  if (!harmless) leave_with_message(info);
}

void count_scans(j_common_ptr info) {
  auto* decoder = static_cast<Decoder*>(info->client_data);
  if (decoder->info.input_scan_number <= kMostScans) return;
  decoder->too_many_scans = true;
  std::longjmp(decoder->leave, 1);
}

bool read_header(Decoder& decoder, ByteView bytes) {
  if (setjmp(decoder.leave) != 0) return false;
  decoder.info.err = jpeg_std_error(&decoder.errors);
  decoder.info.client_data = &decoder;
  decoder.errors.error_exit = leave_with_message;
  decoder.errors.emit_message = judge_warning;
  jpeg_create_decompress(&decoder.info);
  decoder.progress.progress_monitor = count_scans;
  decoder.info.progress = &decoder.progress;
  jpeg_mem_src(&decoder.info, bytes.data(), bytes.size());
  jpeg_read_header(&decoder.info, TRUE);
  return true;
}

bool decode_rows(Decoder& decoder, Image& image) {
  if (setjmp(decoder.leave) != 0) return false;
  jpeg_start_decompress(&decoder.info);
  while (decoder.info.output_scanline < decoder.info.output_height) {
    JSAMPROW row = image.row(static_cast<int>(decoder.info.output_scanline));
    jpeg_read_scanlines(&decoder.info, &row, 1);
  }
  jpeg_finish_decompress(&decoder.info);
  return true;
}

Image rgb_of_inverted_cmyk(const Image& cmyk) {
  Image rgb(cmyk.width, cmyk.height, 3);
  for (std::size_t pixel = 0; pixel < cmyk.pixels.size() / 4; ++pixel) {
    const std::uint8_t* from = cmyk.pixels.data() + 4 * pixel;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      rgb.pixels[3 * pixel + channel] = static_cast<std::uint8_t>((from[channel] * from[3] + 127) / 255);
    }
  }
  return rgb;
}

}  // namespace

Image decode_jpeg(ByteView bytes, const std::string& name, const DecodeLimits& limits) {
  Decoder decoder;
  const auto fail = [&] {
    fail_to_decode("JPEG", decoder.too_many_scans ? "more than 200 scans" : decoder.cause.data(), name);
  };
  if (!read_header(decoder, bytes)) fail();
  check_pixel_count(decoder.info.image_width, decoder.info.image_height, limits, name);
  int channels = 3;
  switch (decoder.info.jpeg_color_space) {
    case JCS_GRAYSCALE:
      decoder.info.out_color_space = JCS_GRAYSCALE;
      channels = 1;
      break;
    case JCS_RGB:
    case JCS_YCbCr:
      decoder.info.out_color_space = JCS_RGB;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      decoder.info.out_color_space = JCS_CMYK;
      channels = 4;
      break;
    default:
      fail_to_decode("JPEG", "an unknown colour space", name);
  }
  Image image(static_cast<int>(decoder.info.image_width), static_cast<int>(decoder.info.image_height),
              channels);
  if (!decode_rows(decoder, image)) fail();
  return channels == 4 ? rgb_of_inverted_cmyk(image) : image;
}

}  // namespace variegate
