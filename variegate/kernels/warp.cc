#include "variegate/kernels/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "variegate/kernels/bilinear.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/warp.cc"
#include <hwy/foreach_target.h>
// clang-format off: these must come after the header that includes this file again
#include <hwy/highway.h>
#include "variegate/kernels/bilinear-inl.h"
#include "variegate/kernels/enlarge-inl.h"
// clang-format on

#ifndef VARIEGATE_KERNELS_WARP_ONCE
#define VARIEGATE_KERNELS_WARP_ONCE
namespace variegate::kernels {

// What does not depend on the instruction set: where a row of the output lies in the input.

// Columns begin .. end - 1 of an output row.
struct Columns {
  int begin = 0;
  int end = 0;
};

inline Fixed floor_divided(Fixed a, Fixed b) { return a / b - (a % b < 0 ? 1 : 0); }  // b > 0

// The columns i with low <= start + i step < high.
inline Columns narrowed(Columns columns, Fixed start, Fixed step, Fixed low, Fixed high) {
  Fixed begin = columns.begin;
  Fixed end = columns.end;
  if (step > 0) {
    begin = std::max(begin, floor_divided(low - start - 1, step) + 1);
    end = std::min(end, floor_divided(high - start - 1, step) + 1);
  } else if (step < 0) {
    begin = std::max(begin, floor_divided(start - high, -step) + 1);
    end = std::min(end, floor_divided(start - low, -step) + 1);
  } else if (start < low || start >= high) {
    end = begin;
  }
  if (begin >= end) return {columns.begin, columns.begin};
  return {static_cast<int>(begin), static_cast<int>(end)};
}

// The input points of a row of output pixels: that of column i is (x + i step_x, y + i step_y).
struct RowWalk {
  Fixed x, y, step_x, step_y;
};

struct Walk {
  Walk(const InverseAffine& map, Interpolation interpolation)
      : xx(fixed(map.xx, interpolation)),
        xy(fixed(map.xy, interpolation)),
        yx(fixed(map.yx, interpolation)),
        yy(fixed(map.yy, interpolation)),
        x(fixed(map.x0 + map.xx * 0.5 + map.xy * 0.5, interpolation)),
        y(fixed(map.y0 + map.yx * 0.5 + map.yy * 0.5, interpolation)) {}
  RowWalk row(int j) const { return {x + j * xy, y + j * yy, xx, yx}; }
  Fixed xx, xy, yx, yy, x, y;
};

inline Columns inside(Columns columns, const RowWalk& row, int width, int height) {
  columns = narrowed(columns, row.x, row.step_x, 0, width * kFixedOne);
  return narrowed(columns, row.y, row.step_y, 0, height * kFixedOne);
}

// Columns whose four neighbours are all in the picture.
inline Columns interior(Columns columns, const RowWalk& row, int width, int height) {
  columns = narrowed(columns, row.x - kHalfPixel, row.step_x, 0, (width - 1) * kFixedOne);
  return narrowed(columns, row.y - kHalfPixel, row.step_y, 0, (height - 1) * kFixedOne);
}

// Whether a map of whole pixels shows pixels of the input only.
inline bool stays_inside(const InverseAffine& map, ConstImageView in, ImageView out) {
  const auto within = [](double a, double b, int size) {
    return std::min(a, b) > 0 && std::max(a, b) < size;
  };
  return within(map.x0 + 0.5 * map.xx, map.x0 + (out.width - 0.5) * map.xx, in.width) &&
         within(map.y0 + 0.5 * map.yy, map.y0 + (out.height - 0.5) * map.yy, in.height);
}

// One pixel anywhere in the picture; neighbours beyond the edge repeat it.
inline void sample(ConstImageView in, Fixed x, Fixed y, Interpolation interpolation, std::uint8_t* to) {
  if (interpolation == Interpolation::nearest) {
    std::memcpy(to, in.at(static_cast<int>(x >> kFixedBits), static_cast<int>(y >> kFixedBits)),
                static_cast<std::size_t>(in.channels));
    return;
  }
  x -= kHalfPixel;
  y -= kHalfPixel;
  const int left = std::max(static_cast<int>(x >> kFixedBits), 0);
  const int right = std::min(static_cast<int>(x >> kFixedBits) + 1, in.width - 1);
  const std::uint8_t* top = in.row(std::max(static_cast<int>(y >> kFixedBits), 0));
  const std::uint8_t* bottom = in.row(std::min(static_cast<int>(y >> kFixedBits) + 1, in.height - 1));
  const int across = fraction15(x);
  const int down = fraction15(y);
  for (int c = 0; c < in.channels; ++c) {
    const int l = left * in.channels + c;
    const int r = right * in.channels + c;
    to[c] = bilinear(top[l], top[r], bottom[l], bottom[r], across, down);
  }
}

inline void fill(ImageView out, int j, Columns columns, std::uint8_t value) {
  if (columns.begin >= columns.end) return;
  std::uint8_t* to = out.at(columns.begin, j);
  const auto count = static_cast<std::size_t>(columns.end - columns.begin);
  if (out.channels != 4) {
    std::memset(to, value, count * static_cast<std::size_t>(out.channels));
    return;
  }
  const std::array<std::uint8_t, 4> pixel{value, value, value, 0};
  for (std::size_t i = 0; i < count; ++i) std::memcpy(to + 4 * i, pixel.data(), 4);
}

}  // namespace variegate::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Warp(ConstImageView in, ImageView out, const AffineWarp& warp) { reference::warp(in, out, warp); }
#else

template <int kChannels>
struct Gathered {
#if HWY_TARGET == HWY_AVX3_DL
  EnlargedColumns<kChannels> enlarged;
#endif
  HWY_ALIGN std::uint64_t offsets[kBlock];  // of the pixels in the input, in bytes
  HWY_ALIGN std::uint64_t tops[kBlock];     // eight bytes from each pixel on, and from the one below it
  HWY_ALIGN std::uint64_t bottoms[kBlock];
  // When a map keeps rows level and columns upright, every row has the offsets of the row before. x: where
  // the first of them lies.
  Fixed level_x = -1;
  int level_count = 0;
};

// `first` and `step` for every lane: first + lane * step.
hn::Vec<D64> ramp(Fixed first, Fixed step) {
  const D64 d;
  HWY_ALIGN std::uint64_t lanes[HWY_MAX_BYTES / 8];
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) {
    lanes[i] = static_cast<std::uint64_t>(first) + i * static_cast<std::uint64_t>(step);
  }
  return hn::Load(d, lanes);
}

// Where each pixel lies in the input, in bytes. Positions are not negative.
template <int kChannels>
HWY_INLINE void find_offsets(Fixed x, Fixed y, const RowWalk& row, int count, std::size_t stride,
                             Gathered<kChannels>& gathered) {
  const D64 d;
  const hn::Repartition<std::uint32_t, D64> d32;
  const auto n = static_cast<int>(hn::Lanes(d));
  auto vx = ramp(x, row.step_x);
  auto vy = ramp(y, row.step_y);
  const auto add_x = hn::Set(d, static_cast<std::uint64_t>(n * row.step_x));
  const auto add_y = hn::Set(d, static_cast<std::uint64_t>(n * row.step_y));
  const auto row_bytes = hn::Set(d32, static_cast<std::uint32_t>(stride));
  const auto pixel_bytes = hn::Set(d32, kChannels);
  for (int i = 0; i < count; i += n) {
    const auto column = hn::BitCast(d32, hn::ShiftRight<kFixedBits>(vx));
    const auto line = hn::BitCast(d32, hn::ShiftRight<kFixedBits>(vy));
    hn::Store(hn::Add(hn::MulEven(line, row_bytes), hn::MulEven(column, pixel_bytes)), d,
              gathered.offsets + i);
    vx = hn::Add(vx, add_x);
    vy = hn::Add(vy, add_y);
  }
  gathered.level_x = -1;
}

// Like find_offsets, for a level row: offsets are counted from the first pixel of the input's row.
template <int kChannels>
HWY_INLINE void find_level_offsets(Fixed x, const RowWalk& row, int count, Gathered<kChannels>& gathered) {
  if (gathered.level_x == x && gathered.level_count == count) return;
  find_offsets<kChannels>(x, 0, row, count, 0, gathered);
  gathered.level_x = x;
  gathered.level_count = count;
}

// Columns whose four neighbours are in the picture, by any map: neighbours are gathered by plain loads, which
// is faster than the processor's own gathers, and interpolated many at a time.
template <int kChannels>
HWY_INLINE void bilinear_row(ConstImageView in, const RowWalk& row, Columns columns, std::uint8_t* to,
                             const std::uint8_t* to_end, Gathered<kChannels>& gathered) {
  const std::uint8_t* end = in.row(in.height - 1) + in.row_bytes();
  for (int begin = columns.begin; begin < columns.end; begin += kBlock) {
    const int count = std::min(kBlock, columns.end - begin);
    const Fixed x = row.x + begin * row.step_x - kHalfPixel;
    const Fixed y = row.y + begin * row.step_y - kHalfPixel;
    const std::uint8_t* origin = in.pixels;
    if (row.step_y == 0) {
      origin = in.row(static_cast<int>(y >> kFixedBits));
      find_level_offsets<kChannels>(x, row, count, gathered);
    } else {
      find_offsets<kChannels>(x, y, row, count, in.stride, gathered);
    }
    const auto lowest = static_cast<int>(std::max(y, y + (count - 1) * row.step_y) >> kFixedBits);
    // The farthest that is read: from the last pair of the lower row on, which in a narrow picture may reach
    // beyond the rows that follow.
    if (in.at(in.width - 2, lowest + 1) + 8 <= end) {
      for (int i = 0; i < count; ++i) {
        const std::uint8_t* from = origin + gathered.offsets[i];
        gathered.tops[i] = eight_bytes(from);
        gathered.bottoms[i] = eight_bytes(from + in.stride);
      }
    } else {
      for (int i = 0; i < count; ++i) {
        const std::uint8_t* from = origin + gathered.offsets[i];
        gathered.tops[i] = eight_bytes(from, end);
        gathered.bottoms[i] = eight_bytes(from + in.stride, end);
      }
    }
    auto vx = ramp(x, row.step_x);
    auto vy = ramp(y, row.step_y);
    const D64 d;
    const auto lanes = static_cast<Fixed>(hn::Lanes(d));
    const auto add_x = hn::Set(d, static_cast<std::uint64_t>(lanes * row.step_x));
    const auto add_y = hn::Set(d, static_cast<std::uint64_t>(lanes * row.step_y));
    const auto next = [&](int, hn::Vec<D64>& to_x, hn::Vec<D64>& to_y) HWY_ATTR {
      to_x = std::exchange(vx, hn::Add(vx, add_x));
      to_y = std::exchange(vy, hn::Add(vy, add_y));
    };
    interpolate<kChannels>(gathered.tops, gathered.bottoms, next, count, to, to_end);
    to += count * kChannels;
  }
}

template <int kChannels>
HWY_INLINE void nearest_row(ConstImageView in, const RowWalk& row, Columns columns, std::uint8_t* to,
                            Gathered<kChannels>& gathered) {
  for (int begin = columns.begin; begin < columns.end; begin += kBlock) {
    const int count = std::min(kBlock, columns.end - begin);
    const Fixed y = row.y + begin * row.step_y;
    find_offsets<kChannels>(row.x + begin * row.step_x, y, row, count, in.stride, gathered);
    int i = 0;
    if constexpr (kChannels == 3) {
      // Four bytes a pixel, the last of which the next pixel overwrites: where there is a next one, on both
      // sides.
      const Fixed lowest = std::max(y, y + (count - 1) * row.step_y) >> kFixedBits;
      for (; lowest + 1 < in.height && i + 1 < count; ++i)
        std::memcpy(to + 3 * i, in.pixels + gathered.offsets[i], 4);
    }
    for (; i < count; ++i) std::memcpy(to + i * kChannels, in.pixels + gathered.offsets[i], kChannels);
    to += count * kChannels;
  }
}

#if HWY_TARGET == HWY_AVX3_DL
// Columns inside the picture, of a level row that is not shrunk.
template <int kChannels>
void enlarged_row(ConstImageView in, const RowWalk& row, Columns columns, std::uint8_t* to,
                  EnlargedColumns<kChannels>& enlarged) {
  const Fixed y = row.y - kHalfPixel;
  const int line = static_cast<int>(y >> kFixedBits);
  const std::uint8_t* top = in.row(std::max(line, 0));
  const std::uint8_t* bottom = in.row(std::min(line + 1, in.height - 1));
  for (int begin = columns.begin; begin < columns.end; begin += kEnlargedBlock) {
    const int count = std::min(kEnlargedBlock, columns.end - begin);
    enlarged.prepare(row.x + begin * row.step_x - kHalfPixel, row.step_x, count, in.width);
    enlarged.row(top, bottom, fraction15(y), to);
    to += count * kChannels;
  }
}
#endif

// Rows that are only shifted, by a fraction of a pixel each way: the same weights all along, no gathering.
void shifted_row(const std::uint8_t* top, const std::uint8_t* bottom, int channels, int across, int down,
                 std::size_t count, std::uint8_t* to) {
  const hn::ScalableTag<std::int16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const std::size_t n = hn::Lanes(d16);
  const auto vacross = hn::Set(d16, static_cast<std::int16_t>(across));
  const auto vdown = hn::Set(d16, static_cast<std::int16_t>(down));
  const auto half = hn::Set(d16, 1 << (kPixelBits - 1));
  const auto load = [&](const std::uint8_t* from) HWY_ATTR {
    return hn::ShiftLeft<kPixelBits>(hn::PromoteTo(d16, hn::LoadU(d8, from)));
  };
  const auto between =
      [&](hn::Vec<decltype(d16)> first, hn::Vec<decltype(d16)> second, hn::Vec<decltype(d16)> weight)
          HWY_ATTR { return hn::Add(first, hn::MulFixedPoint15(hn::Sub(second, first), weight)); };
  for (std::size_t i = 0; i < count; i += n) {
    if (i + n > count) {
      if (count < n) break;
      i = count - n;  // the last vector overlaps the one before
    }
    const auto left = between(load(top + i), load(bottom + i), vdown);
    const auto right = between(load(top + i + channels), load(bottom + i + channels), vdown);
    const auto value = between(left, right, vacross);
    hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<kPixelBits>(hn::Add(value, half))), d8, to + i);
  }
  for (std::size_t i = 0; count < n && i < count; ++i) {
    const auto next = i + static_cast<std::size_t>(channels);
    to[i] = bilinear(top[i], top[next], bottom[i], bottom[next], across, down);
  }
}

// Bytes of one permute that reaches all of them: of AVX-512 the whole vector, elsewhere a block.
#if HWY_TARGET == HWY_AVX3_DL
constexpr int kPermuted = 64;
using DPermuted = hn::FixedTag<std::uint8_t, 64>;
hn::Vec<DPermuted> permuted(hn::Vec<DPermuted> bytes, hn::Vec<DPermuted> order) {
  return hn::Vec<DPermuted>{_mm512_permutexvar_epi8(order.raw, bytes.raw)};
}
#else
constexpr int kPermuted = 16;
using DPermuted = hn::FixedTag<std::uint8_t, 16>;
hn::Vec<DPermuted> permuted(hn::Vec<DPermuted> bytes, hn::Vec<DPermuted> order) {
  return hn::TableLookupBytes(bytes, order);
}
#endif

// Pixels in the opposite order. `from` is the last pixel of the input, the first of the output.
template <int kChannels>
void reversed_row(const std::uint8_t* from, int count, std::uint8_t* to) {
  constexpr int kPixels = kPermuted / kChannels;  // of a vector
  // What a vector holds beside whole pixels is read before them and written after them, over by the next.
  constexpr int kSpare = kPermuted - kPixels * kChannels;
  const DPermuted d;
  HWY_ALIGN std::uint8_t order[kPermuted];
  for (int i = 0; i < kPermuted; ++i) {
    const int pixel = kPixels - 1 - i / kChannels;
    order[i] = static_cast<std::uint8_t>(pixel < 0 ? 0 : kSpare + pixel * kChannels + i % kChannels);
  }
  const auto reversed = hn::Load(d, order);
  constexpr int kLeast = kPixels + (kSpare > 0 ? 1 : 0);
  const auto move = [&](int i) HWY_ATTR {
    const std::uint8_t* first = from - (i + kPixels - 1) * kChannels - kSpare;
    hn::StoreU(permuted(hn::LoadU(d, first), reversed), d, to + i * kChannels);
  };
  int i = 0;
  for (; i + kLeast <= count; i += kPixels) move(i);
  if (count >= kLeast && i < count) {  // the last vector overlaps the one before
    move(count - kLeast);
    i = count - kLeast + kPixels;
  }
  for (; i < count; ++i) std::memcpy(to + i * kChannels, from - i * kChannels, kChannels);
}

template <int kChannels>
void inside_row(ConstImageView in, const RowWalk& row, Columns columns, Interpolation interpolation,
                ImageView out, int j, Gathered<kChannels>& gathered) {
  if (columns.begin >= columns.end) return;
  std::uint8_t* to = out.at(columns.begin, j);
  const Fixed first_x = row.x + columns.begin * row.step_x;
  const bool level = row.step_y == 0;
  const bool on_pixels = interpolation == Interpolation::nearest ||
                         (fraction15(first_x - kHalfPixel) == 0 && fraction15(row.y - kHalfPixel) == 0);
  if (level && on_pixels && (row.step_x == kFixedOne || row.step_x == -kFixedOne)) {
    const std::uint8_t* from =
        in.at(static_cast<int>(first_x >> kFixedBits), static_cast<int>(row.y >> kFixedBits));
    const int count = columns.end - columns.begin;
    if (row.step_x < 0) return reversed_row<kChannels>(from, count, to);
    std::memcpy(to, from, static_cast<std::size_t>(count) * kChannels);
    return;
  }
  if (interpolation == Interpolation::nearest) return nearest_row<kChannels>(in, row, columns, to, gathered);

#if HWY_TARGET == HWY_AVX3_DL
  if (level && row.step_x > 0 && row.step_x < kFixedOne) {
    return enlarged_row(in, row, columns, to, gathered.enlarged);
  }
#endif
  const Columns middle = interior(columns, row, in.width, in.height);
  const auto edge = [&](int begin, int end) {
    for (int i = begin; i < end; ++i) {
      sample(in, row.x + i * row.step_x, row.y + i * row.step_y, interpolation, out.at(i, j));
    }
  };
  if (middle.begin >= middle.end) return edge(columns.begin, columns.end);
  edge(columns.begin, middle.begin);
  std::uint8_t* to_middle = out.at(middle.begin, j);
  if (level && row.step_x == kFixedOne) {
    const Fixed x = row.x + middle.begin * row.step_x - kHalfPixel;
    const Fixed y = row.y - kHalfPixel;
    const std::uint8_t* top = in.at(static_cast<int>(x >> kFixedBits), static_cast<int>(y >> kFixedBits));
    shifted_row(top, top + in.stride, kChannels, fraction15(x), fraction15(y),
                static_cast<std::size_t>(middle.end - middle.begin) * kChannels, to_middle);
  } else {
    bilinear_row<kChannels>(in, row, middle, to_middle, out.row(j) + out.row_bytes(), gathered);
  }
  edge(middle.end, columns.end);
}

// Whole pixels moved, and mirrored at most: every row has the same columns, and nothing is interpolated.
template <int kChannels>
void move_pixels(ConstImageView in, ImageView out, const AffineWarp& warp) {
  const Walk walk(warp.map, warp.sampling.interpolation);
  const Columns columns = narrowed({0, out.width}, walk.x, walk.xx, 0, in.width * kFixedOne);
  const int count = columns.end - columns.begin;
  const int first = static_cast<int>((walk.x + columns.begin * walk.xx) >> kFixedBits);
  for (int j = 0; j < out.height; ++j) {
    const Fixed line = (walk.y + j * walk.yy) >> kFixedBits;
    if (count == 0 || line < 0 || line >= in.height) {
      fill(out, j, {0, out.width}, warp.sampling.fill);
      continue;
    }
    const std::uint8_t* from = in.at(first, static_cast<int>(line));
    std::uint8_t* to = out.at(columns.begin, j);
    if (walk.xx < 0) {
      reversed_row<kChannels>(from, count, to);
    } else {
      std::memcpy(to, from, static_cast<std::size_t>(count) * kChannels);
    }
    fill(out, j, {0, columns.begin}, warp.sampling.fill);
    fill(out, j, {columns.end, out.width}, warp.sampling.fill);
  }
}

template <int kChannels>
void warp_rows(ConstImageView in, ImageView out, const AffineWarp& warp) {
  if (warp.clips.empty() && moves_whole_pixels(warp.map) &&
      (warp.sampling.border == Border::constant || stays_inside(warp.map, in, out))) {
    return move_pixels<kChannels>(in, out, warp);
  }
  const Sampling& sampling = warp.sampling;
  const Walk walk(warp.map, sampling.interpolation);
  Gathered<kChannels> gathered;
  for (int j = 0; j < out.height; ++j) {
    const RowWalk row = walk.row(j);
    Columns shown{0, out.width};               // not clipped
    std::array<Columns, kMostClips + 1> ends;  // those shown by each clip in turn
    std::size_t clips = 0;
    for (const Clip& clip : warp.clips) {
      shown = inside(shown, Walk(clip.map, sampling.interpolation).row(j), clip.width, clip.height);
      ends[clips++] = shown;
    }
    const Columns columns = inside(shown, row, in.width, in.height);
    // First what vectors write, then what lies right of it: the last vector may write a little too far.
    inside_row<kChannels>(in, row, columns, sampling.interpolation, out, j, gathered);
    const auto around = [&](Columns outer, Columns inner, auto paint) {
      if (inner.begin >= inner.end) inner.begin = inner.end = outer.end;
      paint(outer.begin, inner.begin);
      paint(inner.end, outer.end);
    };
    Columns outer{0, out.width};
    for (std::size_t i = 0; i < clips; ++i) {
      around(outer, ends[i], [&](int begin, int end) { fill(out, j, {begin, end}, warp.clips[i].fill); });
      outer = ends[i];
    }
    around(outer, columns, [&](int begin, int end) {
      if (sampling.border == Border::constant) return fill(out, j, {begin, end}, sampling.fill);
      for (int i = begin; i < end; ++i) {
        sample(in, folded(row.x + i * row.step_x, in.width, sampling.border),
               folded(row.y + i * row.step_y, in.height, sampling.border), sampling.interpolation,
               out.at(i, j));
      }
    });
  }
}

void Warp(ConstImageView in, ImageView out, const AffineWarp& warp) {
  switch (in.channels) {
    case 1:
      return warp_rows<1>(in, out, warp);
    case 3:
      return warp_rows<3>(in, out, warp);
    default:
      return warp_rows<4>(in, out, warp);
  }
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate {

InverseAffine composed(const InverseAffine& first, const InverseAffine& second) {
  return {.xx = second.xx * first.xx + second.xy * first.yx,
          .xy = second.xx * first.xy + second.xy * first.yy,
          .x0 = second.xx * first.x0 + second.xy * first.y0 + second.x0,
          .yx = second.yx * first.xx + second.yy * first.yx,
          .yy = second.yx * first.xy + second.yy * first.yy,
          .y0 = second.yx * first.x0 + second.yy * first.y0 + second.y0};
}

bool moves_whole_pixels(const InverseAffine& map) {
  return std::abs(map.xx) == 1.0 && map.xy == 0.0 && map.yx == 0.0 && std::abs(map.yy) == 1.0 &&
         map.x0 == std::floor(map.x0) && map.y0 == std::floor(map.y0);
}

namespace kernels {
HWY_EXPORT(Warp);
void warp(ConstImageView in, ImageView out, const AffineWarp& warp) {
  HWY_DYNAMIC_DISPATCH(Warp)(in, out, warp);
}
}  // namespace kernels

}  // namespace variegate
#endif
