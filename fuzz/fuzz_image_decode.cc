// JPEG, PNG and WebP, whole and in part; what is decoded is then brought to another shape, as the readers do.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "variegate/core/error.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/resize.h"

namespace {

using namespace variegate;

// A small limit keeps the fuzzer in code instead of in the clearing of memory.
constexpr DecodeOptions kOptions{.most_pixels = std::size_t{1} << 18};

// A part whose place and scale follow from the last bytes of the input, which decoders seldom look at. Every
// pixel of it is read, so that the sanitizer sees whether it is there.
void decode_part(ByteView bytes) {
  const auto choose = [&](int width, int height) -> PartRequest {
    const auto byte = [&](std::size_t from_end) {
      return bytes.size() < from_end ? 0 : static_cast<int>(bytes[bytes.size() - from_end]);
    };
    PartRequest request;
    request.box.left = byte(1) % width;
    request.box.top = byte(2) % height;
    request.box.width = 1 + byte(3) * (width - request.box.left - 1) / 255;
    request.box.height = 1 + byte(4) * (height - request.box.top - 1) / 255;
    request.least_width = byte(5);
    request.least_height = byte(6);
    return request;
  };
  Image image;
  const DecodedPart part = decode_image_part(bytes, "fuzz", choose, image, kOptions);
  const int right = std::min(static_cast<int>(part.box.left + part.box.width + 0.999), image.width);
  const int bottom = std::min(static_cast<int>(part.box.top + part.box.height + 0.999), image.height);
  volatile int sum = 0;
  for (int y = static_cast<int>(part.box.top); y < bottom; ++y) {
    for (int x = static_cast<int>(part.box.left); x < right; ++x) sum = sum + *image.at(x, y);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const ByteView view(bytes, size);
  try {
    const Image image = decode_image(view, "fuzz", kOptions);
    with_channels(resize(with_channels(image, 3), 7, 5), 1);
  } catch (const Error&) {
  }
  try {
    decode_labels(view, "fuzz", kOptions);
  } catch (const Error&) {
  }
  try {
    decode_part(view);  // may succeed where the whole does not
  } catch (const Error&) {
  }
  return 0;
}
