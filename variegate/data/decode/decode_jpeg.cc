#include <cstdio>
// jpeglib.h needs the types of stdio.h before it.
#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>

#include "variegate/data/decode/decode.h"

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

// libjpeg continues after damaged data and fills in grey. Its warnings mean damage, except for these, which
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

// The blocks that hold the box at the decoder's scale, and what is beside them.
struct Window {
  int first_row = 0;  // of the picture at that scale
  int rows = 0;
  JDIMENSION first_column = 0;  // libjpeg moves it to the left, to the border of a block
  JDIMENSION columns = 0;
};

// Chroma is stored at half size as a rule and interpolated from its neighbours: columns that are cut off must
// lie this far from the box, else its edge would differ from the same pixels of the whole picture.
constexpr int kChromaReach = 2;

Window window_of(const RealBox& box, const jpeg_decompress_struct& info) {
  const int width = static_cast<int>(info.output_width);
  const int height = static_cast<int>(info.output_height);
  const int left = std::max(static_cast<int>(std::floor(box.left)) - kChromaReach, 0);
  const int right = std::min(static_cast<int>(std::ceil(box.left + box.width)) + kChromaReach, width);
  const int top = static_cast<int>(std::floor(box.top));
  const int bottom = std::min(static_cast<int>(std::ceil(box.top + box.height)), height);
  return {.first_row = top,
          .rows = bottom - top,
          .first_column = static_cast<JDIMENSION>(left),
          .columns = static_cast<JDIMENSION>(right - left)};
}

// The smallest scale at which the box is still as large as it must be. Only powers of two: libjpeg-turbo has
// no SIMD for the others, so they cost more than the next larger one of these.
int eighths_for(const PartRequest& request) {
  if (request.least_width <= 0 || request.least_height <= 0) return 8;
  for (const int eighths : {1, 2, 4}) {
    if (request.box.width * eighths >= request.least_width * 8 &&
        request.box.height * eighths >= request.least_height * 8)
      return eighths;
  }
  return 8;
}

bool start(Decoder& decoder, const RealBox& box, Window& window) {
  if (setjmp(decoder.leave) != 0) return false;
  jpeg_start_decompress(&decoder.info);
  window = window_of(box, decoder.info);
  if (window.columns < decoder.info.output_width)
    jpeg_crop_scanline(&decoder.info, &window.first_column, &window.columns);
  return true;
}

bool decode_rows(Decoder& decoder, const Window& window, Image& image) {
  if (setjmp(decoder.leave) != 0) return false;
  if (window.first_row > 0) jpeg_skip_scanlines(&decoder.info, static_cast<JDIMENSION>(window.first_row));
  for (int y = 0; y < window.rows; ++y) {
    JSAMPROW row = image.row(y);
    jpeg_read_scanlines(&decoder.info, &row, 1);
  }
  if (decoder.info.output_scanline == decoder.info.output_height) jpeg_finish_decompress(&decoder.info);
  return true;
}

// In place: a pixel of three bytes never overtakes the four it is made of.
void rgb_of_inverted_cmyk(Image& image) {
  std::uint8_t* to = image.pixels.data();
  const std::uint8_t* from = image.pixels.data();
  for (std::size_t pixels = image.pixels.size() / 4; pixels > 0; --pixels, from += 4) {
    const std::uint8_t black = from[3];
    for (std::size_t channel = 0; channel < 3; ++channel)
      *to++ = static_cast<std::uint8_t>((from[channel] * black + 127) / 255);
  }
  image.reshape(image.width, image.height, 3);
}

}  // namespace

DecodedPart decode_jpeg(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                        const DecodeOptions& options) {
  Decoder decoder;
  const auto fail = [&] {
    fail_to_decode("JPEG", decoder.too_many_scans ? "more than 200 scans" : decoder.cause.data(), name);
  };
  if (!read_header(decoder, bytes)) fail();
  jpeg_decompress_struct& info = decoder.info;
  check_pixel_count(info.image_width, info.image_height, options, name);
  switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE:
      info.out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_RGB:
    case JCS_YCbCr:
      info.out_color_space = JCS_RGB;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      info.out_color_space = JCS_CMYK;
      break;
    default:
      fail_to_decode("JPEG", "an unknown colour space", name);
  }
  DecodedPart part;
  part.picture_width = static_cast<int>(info.image_width);
  part.picture_height = static_cast<int>(info.image_height);
  const PartRequest request = chosen_part(choose, part.picture_width, part.picture_height, name);
  part.eighths = eighths_for(request);
  info.scale_num = static_cast<unsigned>(part.eighths);
  info.scale_denom = 8;
  const double scale = part.eighths / 8.0;
  part.box = {request.box.left * scale, request.box.top * scale, request.box.width * scale,
              request.box.height * scale};
  Window window;
  if (!start(decoder, part.box, window)) fail();
  image.reshape(static_cast<int>(window.columns), window.rows, info.output_components);
  if (!decode_rows(decoder, window, image)) fail();
  if (info.out_color_space == JCS_CMYK) rgb_of_inverted_cmyk(image);
  part.box.left -= static_cast<double>(window.first_column);
  part.box.top -= window.first_row;
  return part;
}

}  // namespace variegate
