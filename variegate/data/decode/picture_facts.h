// What a picture file holds that decoding changes: it is counted, and said once for all pictures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace variegate {

struct PictureFacts {
  int orientation = 1;  // by which the picture was turned upright, as EXIF counts it; 1: it was not
  int bits = 8;         // a channel, of the file: 16, or 8 for 8 and fewer
  // The values of a 16-bit file, over its colour channels:
  int values = 0;       // how many different ones
  int values_left = 0;  // how many of them 8 bits tell apart
  int greatest = 0;     // 0 .. 65535

  bool operator==(const PictureFacts&) const = default;
};

// Writes round(v / 257) of each 16-bit value to `out` and fills in bits, values, values_left and greatest.
// `channels` are interleaved, the last of 4 being alpha.
PictureFacts reduce_to_8_bits(std::span<const std::uint16_t> values, int channels, std::uint8_t* out);

}  // namespace variegate
