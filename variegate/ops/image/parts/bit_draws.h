// Small random numbers, several to a 32-bit draw of a stream: for operations that draw for every value of a
// picture.
#pragma once

#include <cstdint>

#include "variegate/core/random.h"

namespace variegate {

// Numbers uniform over 0 .. 2^kBits - 1, taken from each draw from its lowest bits up; bits that do not make
// a whole number are dropped.
template <int kBits>
class BitDraws {
 public:
  explicit BitDraws(Stream& random) : random_(random) {}

  std::uint32_t next() {
    if (left_ == 0) {
      bits_ = random_.next();
      left_ = 32 / kBits;
    }
    const std::uint32_t number = bits_ & ((1U << kBits) - 1);
    bits_ >>= kBits;
    --left_;
    return number;
  }

 private:
  Stream& random_;
  std::uint32_t bits_ = 0;
  int left_ = 0;
};

}  // namespace variegate
