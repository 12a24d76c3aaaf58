// YOLO's labels, or its data.yaml when the first byte is odd.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/data/annotations/yolo.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  try {
    if (bytes[0] % 2 == 1) {
      parse_yolo_spec(text, "fuzz");
    } else {
      parse_yolo_labels(text, "fuzz", 3);
    }
  } catch (const Error&) {
  }
  return 0;
}
