// JSON whose strings may be any bytes, as file names on Linux may. Bytes that are not UTF-8 are written as
// Python reads and writes file names (PEP 383): byte 0xE9 is the lone surrogate \udce9. No document of UTF-8
// holds one, so nothing else is read differently, and Python's json.loads gives names that open() takes.
#pragma once

#include <string>
#include <string_view>

#include "variegate/core/json_fwd.h"

namespace variegate {

// The value on one line, without spaces or a newline. parse_json() gives back the same value, byte for byte.
std::string json_line(const Json& value);

// A document that the JSON library can read, and whether it differs from `text`: lone surrogates are marked
// for with_bytes(), which puts the bytes back into the value that was read.
struct MarkedJson {
  std::string text;
  bool marked = false;
};
MarkedJson mark_bytes(std::string_view text);
Json with_bytes(const Json& value);

}  // namespace variegate
