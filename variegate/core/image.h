// An 8-bit picture: the value that every image operation takes and gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
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
  // Gives the picture another shape; its pixels are then whatever they were. Memory is kept, so that a
  // picture used again and again stops allocating.
  void reshape(int width_, int height_, int channels_) {
    width = width_;
    height = height_;
    channels = channels_;
    pixels.resize(stride() * static_cast<std::size_t>(height));
  }
  // Channels that carry colour: alpha is moved by geometric operations and left alone by all others.
  int colour_channels() const { return channels == 4 ? 3 : channels; }

  bool operator==(const Image&) const = default;
};

// Pixels that someone else owns, laid out as in Image but with rows `stride` bytes apart: what kernels read
// (ConstImageView) and write (ImageView). Any Image is a view of itself.
template <typename Byte>
struct BasicImageView {
  Byte* pixels = nullptr;
  int width = 0;
  int height = 0;
  int channels = 0;
  std::size_t stride = 0;  // bytes from one row to the next, at least row_bytes()

  BasicImageView() = default;
  BasicImageView(Byte* pixels_, int width_, int height_, int channels_, std::size_t stride_)
      : pixels(pixels_), width(width_), height(height_), channels(channels_), stride(stride_) {}
  template <typename ImageType>
  requires std::is_same_v<std::remove_const_t<ImageType>, Image> BasicImageView(
      ImageType& image)  // NOLINT(google-explicit-constructor): a picture is a view of itself
      : BasicImageView(image.pixels.data(), image.width, image.height, image.channels, image.stride()) {}
  operator BasicImageView<const std::uint8_t>() const {  // NOLINT(google-explicit-constructor): adds const
    return {pixels, width, height, channels, stride};
  }

  std::size_t row_bytes() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  }
  Byte* row(int y) const { return pixels + static_cast<std::size_t>(y) * stride; }
  Byte* at(int x, int y) const {
    return row(y) + static_cast<std::size_t>(x) * static_cast<std::size_t>(channels);
  }
  int colour_channels() const { return channels == 4 ? 3 : channels; }
};
using ImageView = BasicImageView<std::uint8_t>;
using ConstImageView = BasicImageView<const std::uint8_t>;

enum class PixelLayout {
  interleaved,  // as Image: the channels of a pixel side by side
  planes,       // one channel after another
};

// Whole pixels of a picture, inside it.
struct Box {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  bool operator==(const Box&) const = default;
};

inline ConstImageView part_of(ConstImageView view, const Box& box) {
  return {view.at(box.left, box.top), box.width, box.height, view.channels, view.stride};
}

}  // namespace variegate
