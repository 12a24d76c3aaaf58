// A sound: the value that every audio operation takes and gives.
#pragma once

#include <cstddef>
#include <vector>

namespace variegate {

// channels samples a frame, interleaved; rate frames a second. Values are -1..1, where 1 is full scale; what
// an operation makes louder may go beyond.
struct Audio {
  int rate = 0;
  int channels = 0;
  std::vector<float> samples;

  std::size_t frames() const {
    return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0;
  }
  double seconds() const { return rate > 0 ? static_cast<double>(frames()) / rate : 0.0; }

  bool operator==(const Audio&) const = default;
};

}  // namespace variegate
