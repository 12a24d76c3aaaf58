// A text: the value that every text operation takes and gives.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace variegate {

// Bytes first .. first + count - 1 of a text.
struct ByteRange {
  std::size_t first = 0;
  std::size_t count = 0;
  bool operator==(const ByteRange&) const = default;
};

struct Text {
  std::string utf8;
  std::vector<ByteRange> kept = {};  // what no operation changes, in ascending order, without overlaps
  bool operator==(const Text&) const = default;
};

}  // namespace variegate
