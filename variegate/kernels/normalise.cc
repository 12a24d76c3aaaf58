#include "variegate/kernels/normalise.h"

#include <hwy/cache_control.h>

#include <bit>
#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/normalise.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's header must come after the one that includes this file again
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Normalise(ConstImageView from, const TensorFormat& format, void* to) {
  reference::normalise(from, format, to);
}
#else

namespace hn = hwy::HWY_NAMESPACE;

using DFloat = hn::ScalableTag<float>;
using DInt = hn::RebindToSigned<DFloat>;
using DBytes = hn::Rebind<std::uint8_t, DFloat>;  // as many bytes as there are floats

// Where elements go: what differs between the types. store() writes a vector, put() one element.
struct Floats {
  using Element = float;
  static void store(hn::Vec<DBytes> bytes, hn::Vec<DFloat> scale, hn::Vec<DFloat> offset, float* to) {
    const DFloat d;
    hn::StoreU(hn::Add(hn::Mul(hn::ConvertTo(d, hn::PromoteTo(DInt(), bytes)), scale), offset), d, to);
  }
  static void put(std::uint8_t byte, float scale, float offset, float* to) {
    *to = static_cast<float>(byte) * scale + offset;
  }
};

// Past the caches; every vector is aligned.
struct StreamedFloats : Floats {
  static void store(hn::Vec<DBytes> bytes, hn::Vec<DFloat> scale, hn::Vec<DFloat> offset, float* to) {
    const DFloat d;
    hn::Stream(hn::Add(hn::Mul(hn::ConvertTo(d, hn::PromoteTo(DInt(), bytes)), scale), offset), d, to);
  }
  static bool suits(ConstImageView from, const void* to) {
    const std::size_t vector = hn::Lanes(DFloat()) * sizeof(float);
    const std::size_t plane = static_cast<std::size_t>(from.width) * static_cast<std::size_t>(from.height);
    return reinterpret_cast<std::uintptr_t>(to) % vector == 0 && plane * sizeof(float) % vector == 0 &&
           from.stride == from.row_bytes();
  }
};

struct Brains {
  using Element = std::uint16_t;
  static void store(hn::Vec<DBytes> bytes, hn::Vec<DFloat> scale, hn::Vec<DFloat> offset, std::uint16_t* to) {
    const DFloat d;
    const hn::RebindToUnsigned<DFloat> d32;
    const hn::Rebind<std::uint16_t, DFloat> d16;
    const auto value = hn::Add(hn::Mul(hn::ConvertTo(d, hn::PromoteTo(DInt(), bytes)), scale), offset);
    const auto bits = hn::BitCast(d32, value);
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(d32, 1));
    const auto rounded = hn::ShiftRight<16>(hn::Add(bits, hn::Add(odd, hn::Set(d32, 0x7FFF))));
    hn::StoreU(hn::DemoteTo(d16, hn::BitCast(DInt(), rounded)), d16, to);
  }
  static void put(std::uint8_t byte, float scale, float offset, std::uint16_t* to) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(byte) * scale + offset);
    *to = static_cast<std::uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
  }
};

struct Bytes {
  using Element = std::uint8_t;
  static void store(hn::Vec<DBytes> bytes, hn::Vec<DFloat>, hn::Vec<DFloat>, std::uint8_t* to) {
    hn::StoreU(bytes, DBytes(), to);
  }
  static void put(std::uint8_t byte, float, float, std::uint8_t* to) { *to = byte; }
};

// `count` pixels to planes that lie `plane` elements apart.
template <int kChannels, typename Type>
void to_planes(const std::uint8_t* from, std::size_t count, const TensorFormat& format, std::size_t plane,
               typename Type::Element* to) {
  const DFloat d;
  const DBytes d8;
  const std::size_t n = hn::Lanes(d);
  const auto store = [&](hn::Vec<DBytes> bytes, std::size_t c, std::size_t i) HWY_ATTR {
    Type::store(bytes, hn::Set(d, format.scale[c]), hn::Set(d, format.offset[c]), to + c * plane + i);
  };
  std::size_t i = 0;
  for (; i + n <= count; i += n) {
    if constexpr (kChannels == 3) {
      hn::Vec<DBytes> red, green, blue;
      hn::LoadInterleaved3(d8, from + 3 * i, red, green, blue);
      store(red, 0, i);
      store(green, 1, i);
      store(blue, 2, i);
    } else {
      hn::Vec<DBytes> red, green, blue, alpha;
      hn::LoadInterleaved4(d8, from + 4 * i, red, green, blue, alpha);
      store(red, 0, i);
      store(green, 1, i);
      store(blue, 2, i);
      store(alpha, 3, i);
    }
  }
  for (; i < count; ++i) {
    for (std::size_t c = 0; c < kChannels; ++c) {
      Type::put(from[kChannels * i + c], format.scale[c], format.offset[c], to + c * plane + i);
    }
  }
}

// `count` bytes, channels side by side, of which the first is of channel 0.
template <typename Type>
void in_order(const std::uint8_t* from, std::size_t count, std::size_t channels, const TensorFormat& format,
              typename Type::Element* to) {
  const DFloat d;
  const std::size_t n = hn::Lanes(d);
  // Scale and offset of a vector that begins with any channel: its lanes from that channel on.
  float scale[HWY_MAX_BYTES / 4 + 4];
  float offset[HWY_MAX_BYTES / 4 + 4];
  for (std::size_t i = 0; i < n + channels; ++i) {
    scale[i] = format.scale[i % channels];
    offset[i] = format.offset[i % channels];
  }
  std::size_t first = 0;
  std::size_t i = 0;
  for (; i + n <= count; i += n) {
    Type::store(hn::LoadU(DBytes(), from + i), hn::LoadU(d, scale + first), hn::LoadU(d, offset + first),
                to + i);
    first = (first + n) % channels;
  }
  for (; i < count; ++i) Type::put(from[i], scale[i % channels], offset[i % channels], to + i);
}

template <typename Type>
void normalise_to(ConstImageView from, const TensorFormat& format, typename Type::Element* to) {
  const auto height = static_cast<std::size_t>(from.height);
  const auto width = static_cast<std::size_t>(from.width);
  const auto channels = static_cast<std::size_t>(from.channels);
  // One run for the whole picture when its rows lie without gaps.
  const bool compact = from.stride == from.row_bytes();
  const std::size_t rows = compact ? 1 : height;
  const std::size_t pixels = compact ? width * height : width;
  for (std::size_t y = 0; y < rows; ++y) {
    const std::uint8_t* row = from.row(static_cast<int>(y));
    if (format.layout == PixelLayout::interleaved || channels == 1) {
      in_order<Type>(row, pixels * channels, channels, format, to + y * pixels * channels);
    } else if (channels == 3) {
      to_planes<3, Type>(row, pixels, format, width * height, to + y * pixels);
    } else {
      to_planes<4, Type>(row, pixels, format, width * height, to + y * pixels);
    }
  }
}

void Normalise(ConstImageView from, const TensorFormat& format, void* to) {
  switch (format.element) {
    case TensorFormat::Element::float32:
      if (format.past_caches && StreamedFloats::suits(from, to)) {
        normalise_to<StreamedFloats>(from, format, static_cast<float*>(to));
        return hwy::FlushStream();  // what other threads read next is there
      }
      return normalise_to<Floats>(from, format, static_cast<float*>(to));
    case TensorFormat::Element::bfloat16:
      return normalise_to<Brains>(from, format, static_cast<std::uint16_t*>(to));
    case TensorFormat::Element::uint8:
      return normalise_to<Bytes>(from, format, static_cast<std::uint8_t*>(to));
  }
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Normalise);

void normalise(ConstImageView from, const TensorFormat& format, void* to) {
  HWY_DYNAMIC_DISPATCH(Normalise)(from, format, to);
}

}  // namespace variegate::kernels
#endif
