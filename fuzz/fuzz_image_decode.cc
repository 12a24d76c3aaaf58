// JPEG, PNG and WebP; what is decoded is then brought to another shape, as the readers do.
#include <cstddef>
#include <cstdint>

#include "variegate/core/error.h"
#include "variegate/data/colour.h"
#include "variegate/data/decode.h"
#include "variegate/data/resize.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  try {
    // A small limit keeps the fuzzer in code instead of in the clearing of memory.
    const Image image = decode_image({bytes, size}, "fuzz", {.most_pixels = std::size_t{1} << 18});
    with_channels(resize(with_channels(image, 3), 7, 5), 1);
  } catch (const Error&) {
  }
  return 0;
}
