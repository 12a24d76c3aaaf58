// The traces of JPEG compression.
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/encode.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr double kBest = 100;

// libjpeg as it is set from the start: colours at half the resolution (4:2:0), the exact integer DCT.
void apply(Image& image, const ImageArguments& arguments) {
  const auto quality = static_cast<int>(std::lround(arguments.values[0]));
  if (quality == static_cast<int>(kBest)) return;
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  Image& opaque = arguments.scratch.image;
  opaque.width = image.width;
  opaque.height = image.height;
  opaque.channels = image.colour_channels();
  opaque.pixels.resize(image.pixels.size() / step * colours);
  for (std::size_t i = 0, from = 0; i < opaque.pixels.size(); i += colours, from += step) {
    for (std::size_t c = 0; c < colours; ++c) opaque.pixels[i + c] = image.pixels[from + c];
  }
  const Image decoded = decode_image(encode_jpeg(opaque, quality), "jpeg_compression");
  for (std::size_t i = 0, to = 0; i < decoded.pixels.size(); i += colours, to += step) {
    for (std::size_t c = 0; c < colours; ++c) image.pixels[to + c] = decoded.pixels[i + c];
  }
}

}  // namespace

const Op& jpeg_compression() {
  static const Op op{
      .name = "jpeg_compression",
      .summary = "compress as JPEG and show what is left",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), jpeg_compression; libjpeg's quality",
      .parameters = {{.name = "quality",
                      .unit = "quality",
                      .summary = "quality of libjpeg, rounded; 100 leaves the picture as it is, uncompressed",
                      .low = 1,
                      .high = kBest,
                      .fallback = 50,
                      .neutral = kBest,
                      .integer = true}},
      .magnitude = {.searchable = true,
                    .weakest = kBest,
                    .strongest = 10,
                    .source = "ImageNet-C: 10 is severity 4"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
