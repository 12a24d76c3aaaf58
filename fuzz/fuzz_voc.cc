// Pascal VOC's XML.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/data/annotations/voc.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  try {
    parse_voc({reinterpret_cast<const char*>(bytes), size}, "fuzz");
  } catch (const Error&) {
  }
  return 0;
}
