// JSON documents, those that hold bytes which are not UTF-8 among them: what was read is written and read the
// same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  try {
    const Json read = parse_json({reinterpret_cast<const char*>(bytes), size}, "fuzz");
    if (parse_json(json_line(read), "fuzz") != read || parse_json(json_text(read), "fuzz") != read)
      std::abort();
  } catch (const Error&) {
  }
  return 0;
}
