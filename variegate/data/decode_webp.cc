#include <webp/decode.h>

#include "variegate/data/decode.h"

namespace variegate {
namespace {

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

}  // namespace

Image decode_webp(ByteView bytes, const std::string& name, const DecodeLimits& limits) {
  WebPBitstreamFeatures features{};
  const VP8StatusCode header = WebPGetFeatures(bytes.data(), bytes.size(), &features);
  if (header != VP8_STATUS_OK) fail_to_decode("WebP", words_of(header), name);
  if (features.has_animation != 0) fail_to_decode("WebP", "an animation", name);
  check_pixel_count(static_cast<std::size_t>(features.width), static_cast<std::size_t>(features.height),
                    limits, name);
  const bool alpha = features.has_alpha != 0;
  Image image(features.width, features.height, alpha ? 4 : 3);
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) fail_to_decode("WebP", "libwebp of another version", name);
  config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = image.pixels.data();
  config.output.u.RGBA.stride = static_cast<int>(image.stride());
  config.output.u.RGBA.size = image.pixels.size();
  const VP8StatusCode status = WebPDecode(bytes.data(), bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status != VP8_STATUS_OK) fail_to_decode("WebP", words_of(status), name);
  return image;
}

}  // namespace variegate
