#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

constexpr int kColourReach = 2;  // pixels over which colour, stored at half size, is interpolated

const char* words_of(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY:
      return "out of memory";
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return "a feature that is not supported";
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return "the data stop too early (truncated)";
    default:
      return "corrupt data";
  }
}

// The first frame of an animation on its canvas, which is transparent where the frame does not reach.
void decode_first_frame(ByteView bytes, const std::string& name, const WebPBitstreamFeatures& features,
                        Image& image) {
  const WebPData data{.bytes = bytes.data(), .size = bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, nullptr), WebPAnimDecoderDelete);
  std::uint8_t* canvas = nullptr;  // the decoder's own
  int end_in_milliseconds = 0;
  if (decoder == nullptr || WebPAnimDecoderGetNext(decoder.get(), &canvas, &end_in_milliseconds) == 0)
    fail_to_decode("WebP", "an animation whose first frame is truncated or corrupt", name);
  image.reshape(features.width, features.height, features.has_alpha != 0 ? 4 : 3);
  std::uint8_t* to = image.pixels.data();
  const std::uint8_t* const end = to + image.pixels.size();
  for (; to != end; to += image.channels, canvas += 4) std::copy_n(canvas, image.channels, to);
}

}  // namespace

DecodedPart decode_webp(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                        const DecodeOptions& options) {
  WebPBitstreamFeatures features{};
  const VP8StatusCode header = WebPGetFeatures(bytes.data(), bytes.size(), &features);
  if (header != VP8_STATUS_OK) fail_to_decode("WebP", words_of(header), name);
  check_pixel_count(static_cast<std::size_t>(features.width), static_cast<std::size_t>(features.height),
                    options, name);
  const Box box = chosen_part(choose, features.width, features.height, name).box;
  if (features.has_animation != 0) {
    decode_first_frame(bytes, name, features, image);
    return {.picture_width = features.width, .picture_height = features.height, .box = as_real(box)};
  }
  const bool alpha = features.has_alpha != 0;
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) fail_to_decode("WebP", "libwebp of another version", name);
  // Only what is right of and below the box is left out: at a cut on the left or above, libwebp would
  // interpolate colour otherwise than within the whole picture.
  const int width = std::min(box.left + box.width + kColourReach, features.width);
  const int height = std::min(box.top + box.height + kColourReach, features.height);
  config.options.use_cropping = width < features.width || height < features.height ? 1 : 0;
  config.options.crop_width = width;
  config.options.crop_height = height;
  image.reshape(width, height, alpha ? 4 : 3);
  config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = image.pixels.data();
  config.output.u.RGBA.stride = static_cast<int>(image.stride());
  config.output.u.RGBA.size = image.pixels.size();
  const VP8StatusCode status = WebPDecode(bytes.data(), bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status != VP8_STATUS_OK) fail_to_decode("WebP", words_of(status), name);
  return {.picture_width = features.width, .picture_height = features.height, .box = as_real(box)};
}

}  // namespace variegate
