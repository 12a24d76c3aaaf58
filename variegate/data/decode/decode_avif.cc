#include <avif/avif.h>

#include <algorithm>
#include <memory>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

using Decoder = std::unique_ptr<avifDecoder, decltype(&avifDecoderDestroy)>;

// Opens a decoder and reads the headers: size, transparency, rotation.
avifResult open(ByteView bytes, std::size_t most_pixels, Decoder& decoder) {
  decoder = Decoder(avifDecoderCreate(), avifDecoderDestroy);
  if (decoder == nullptr) return AVIF_RESULT_OUT_OF_MEMORY;
  decoder->maxThreads = 1;  // pictures are decoded beside each other
  // Rotation is the file's own property; what its EXIF says of it is not meant to be looked at
  // (HEIF, 6.5.10).
  decoder->ignoreExif = AVIF_TRUE;
  decoder->ignoreXMP = AVIF_TRUE;
  decoder->imageSizeLimit =
      static_cast<std::uint32_t>(std::min<std::size_t>(most_pixels, AVIF_DEFAULT_IMAGE_SIZE_LIMIT));
  // Files of older programs leave out what only players of films need.
  decoder->strictFlags = AVIF_STRICT_DISABLED;
  if (const avifResult result = avifDecoderSetIOMemory(decoder.get(), bytes.data(), bytes.size());
      result != AVIF_RESULT_OK)
    return result;
  return avifDecoderParse(decoder.get());
}

void check(avifResult result, const std::string& name) {
  if (result == AVIF_RESULT_OK) return;
  fail_to_decode("AVIF", avifResultToString(result), name);
}

}  // namespace

DecodedPart decode_avif(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                        const DecodeOptions& options) {
  Decoder decoder(nullptr, avifDecoderDestroy);
  check(open(bytes, options.most_pixels, decoder), name);
  const auto width = static_cast<int>(decoder->image->width);
  const auto height = static_cast<int>(decoder->image->height);
  check_pixel_count(decoder->image->width, decoder->image->height, options, name);
  const Box box = chosen_part(choose, width, height, name).box;
  check(avifDecoderNextImage(decoder.get()), name);
  const avifImage& decoded = *decoder->image;
  if (static_cast<int>(decoded.width) != width || static_cast<int>(decoded.height) != height)
    fail_to_decode("AVIF", "a frame of another size than the header gives", name);
  const bool transparent = decoded.alphaPlane != nullptr;
  image.reshape(width, height, transparent ? 4 : 3);
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, &decoded);
  rgb.depth = 8;
  rgb.format = transparent ? AVIF_RGB_FORMAT_RGBA : AVIF_RGB_FORMAT_RGB;
  rgb.pixels = image.pixels.data();
  rgb.rowBytes = static_cast<std::uint32_t>(image.stride());
  check(avifImageYUVToRGB(&decoded, &rgb), name);
  if (decoded.yuvFormat == AVIF_PIXEL_FORMAT_YUV400 && !transparent) {
    const std::size_t pixels = image.pixels.size() / 3;
    for (std::size_t i = 0; i < pixels; ++i) image.pixels[i] = image.pixels[3 * i];
    image.reshape(width, height, 1);
  }
  return {.picture_width = width, .picture_height = height, .box = as_real(box)};
}

int avif_orientation(ByteView file) {
  Decoder decoder(nullptr, avifDecoderDestroy);
  if (open(file, AVIF_DEFAULT_IMAGE_SIZE_LIMIT, decoder) != AVIF_RESULT_OK) return kAsStored;
  const avifImage& image = *decoder->image;
  const bool mirrored = (image.transformFlags & AVIF_TRANSFORM_IMIR) != 0U;
  const int quarters = (image.transformFlags & AVIF_TRANSFORM_IROT) != 0U ? image.irot.angle % 4 : 0;
  // The picture is first turned by this many quarter turns anticlockwise, then mirrored top to bottom (mode
  // 0) or left to right (mode 1).
  constexpr int kTurned[4] = {1, 8, 3, 6};
  constexpr int kThenMirrored[2][4] = {{4, 5, 2, 7}, {2, 7, 4, 5}};
  return mirrored ? kThenMirrored[image.imir.mode % 2][quarters] : kTurned[quarters];
}

}  // namespace variegate
