#include "variegate/kernels/hue.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/hue.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/pixels-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void TurnHues(ConstImageView from, ImageView to, int turn) { reference::turn_hues(from, to, turn); }
#else

// Places on the circle are whole numbers of 1 / chroma of a sector and a 16-bit fraction. Everything but
// rounding moves whole numbers about, and the fraction is the same for all three channels: so each place is
// its whole number, `up` when the distance from 0 grows with the place and `down` when it falls, and all of
// it fits 16 bits.
struct Turned {
  VU16 whole;  // 0 .. circle - 1
  VU16 up;     // 1 where the fraction is 1/2 or more
  VU16 down;   // 1 where it is more than 1/2
};

// A place less than a circle away from 0 .. circle - 1, on either side: the wrong choice is a large number.
HWY_INLINE VU16 wrapped_up(VU16 place, VU16 circle) { return hn::Min(place, hn::Add(place, circle)); }
HWY_INLINE VU16 wrapped_down(VU16 place, VU16 circle) { return hn::Min(place, hn::Sub(place, circle)); }

HWY_INLINE VU16 channel_value(VU16 place, const Turned& turned, VU16 maximum, VU16 chroma, VU16 circle) {
  const VU16 distance = hn::Min(hn::Add(place, turned.up), hn::Sub(hn::Sub(circle, place), turned.down));
  return hn::Sub(maximum, hn::Min(hn::SaturatedSub(distance, chroma), chroma));
}

struct Colours {
  VU16 red, green, blue;
};

HWY_INLINE Colours turned_colours(Colours from, VU16 sectors, VU16 fraction) {
  const DU16 d;
  const VU16 maximum = hn::Max(from.red, hn::Max(from.green, from.blue));
  const VU16 chroma = hn::Sub(maximum, hn::Min(from.red, hn::Min(from.green, from.blue)));
  const VU16 two = hn::Add(chroma, chroma);
  const VU16 four = hn::Add(two, two);
  const VU16 circle = hn::Add(two, four);

  VU16 hue = hn::Add(four, hn::Sub(from.red, from.green));
  hue = hn::IfThenElse(hn::Eq(maximum, from.green), hn::Add(two, hn::Sub(from.blue, from.red)), hue);
  hue = hn::IfThenElse(hn::Eq(maximum, from.red), hn::Sub(from.green, from.blue), hue);
  hue = wrapped_up(hue, circle);

  const VU16 half = hn::Set(d, 0x8000);
  const VU16 one = hn::Set(d, 1);
  const VU16 rest = hn::Mul(chroma, fraction);
  const VU16 up = hn::ShiftRight<15>(rest);
  const VU16 turn = hn::Add(hn::Mul(chroma, sectors), hn::MulHigh(chroma, fraction));
  const Turned turned{wrapped_down(hn::Add(hue, turn), circle), up,
                      hn::IfThenElse(hn::Eq(rest, half), hn::Sub(up, one), up)};
  return {channel_value(turned.whole, turned, maximum, chroma, circle),
          channel_value(wrapped_up(hn::Sub(turned.whole, two), circle), turned, maximum, chroma, circle),
          channel_value(wrapped_up(hn::Sub(turned.whole, four), circle), turned, maximum, chroma, circle)};
}

void TurnHues(ConstImageView from, ImageView to, int turn) {
  const DU16 d;
  const D16 d16;
  const int forward = turn < 0 ? turn + kHueCircle : turn;
  const VU16 sectors = hn::Set(d, static_cast<std::uint16_t>(forward / kHueSector));
  const VU16 fraction = hn::Set(d, static_cast<std::uint16_t>(forward % kHueSector));
  change_pixels(from, to, [&](Planes pixels) {
    const Halves<V16> red = widened(pixels.red);
    const Halves<V16> green = widened(pixels.green);
    const Halves<V16> blue = widened(pixels.blue);
    const auto turned = [&](V16 r, V16 g, V16 b) {
      return turned_colours({hn::BitCast(d, r), hn::BitCast(d, g), hn::BitCast(d, b)}, sectors, fraction);
    };
    const Colours low = turned(red.low, green.low, blue.low);
    const Colours high = turned(red.high, green.high, blue.high);
    const auto bytes = [&](VU16 a, VU16 b) { return narrowed({hn::BitCast(d16, a), hn::BitCast(d16, b)}); };
    return Planes{bytes(low.red, high.red), bytes(low.green, high.green), bytes(low.blue, high.blue)};
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(TurnHues);

void turn_hues(ConstImageView from, ImageView to, int turn) {
  HWY_DYNAMIC_DISPATCH(TurnHues)(from, to, turn);
}

}  // namespace variegate::kernels
#endif
