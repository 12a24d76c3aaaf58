// An 8-bit picture: the value that every image operation takes and gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace variegate {

// Row-major, channels interleaved (HWC), no padding between rows. channels: 1 grey, 3 RGB,
// 4 RGB with alpha (not premultiplied).
struct Image {
  int width = 0;
  int height = 0;
  int channels = 0;
  std::vector<std::uint8_t> pixels;

  Image() = default;
  Image(int width_, int height_, int channels_, std::uint8_t fill = 0)
      : width(width_),
        height(height_),
        channels(channels_),
        pixels(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) *
                   static_cast<std::size_t>(channels_),
               fill) {}

  // Bytes in one row.
  std::size_t stride() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels); }
  std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * stride(); }
  const std::uint8_t* row(int y) const { return pixels.data() + static_cast<std::size_t>(y) * stride(); }
  std::uint8_t* at(int x, int y) {
    return row(y) + static_cast<std::size_t>(x) * static_cast<std::size_t>(channels);
  }
  const std::uint8_t* at(int x, int y) const {
    return row(y) + static_cast<std::size_t>(x) * static_cast<std::size_t>(channels);
  }
  // Channels that carry colour: alpha is moved by geometric operations and left alone by all others.
  int colour_channels() const { return channels == 4 ? 3 : channels; }

  bool operator==(const Image&) const = default;
};

}  // namespace variegate
