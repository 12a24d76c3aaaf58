#include "variegate/kernels/extremes.h"

#include <algorithm>

#include "variegate/kernels/runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/extremes.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/lanes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
Extremes FindExtremes(ConstImageView image) { return reference::extremes(image); }
#else

// Three vectors at a time: as many whole pixels of 1, 3 or 4 channels, so that each byte of the three belongs
// to the same channel every time.
struct Running {
  Running() {
    for (std::size_t i = 0; i < 3; ++i) {
      low[i] = hn::Set(D8(), 255);
      high[i] = hn::Zero(D8());
    }
  }
  HWY_INLINE void see(std::size_t i, V8 bytes) {
    low[i] = hn::Min(low[i], bytes);
    high[i] = hn::Max(high[i], bytes);
  }

  V8 low[3];
  V8 high[3];
};

void include(Extremes& found, std::size_t channel, std::uint8_t low, std::uint8_t high) {
  if (channel >= 3) return;
  found.low[channel] = std::min(found.low[channel], low);
  found.high[channel] = std::max(found.high[channel], high);
}

Extremes FindExtremes(ConstImageView image) {
  const D8 d;
  constexpr std::size_t kStep = 3 * kBytes;
  const auto channels = static_cast<std::size_t>(image.channels);
  Extremes found;
  Running running;
  bool any = false;
  for_each_run(image, [&](const std::uint8_t* from, std::size_t count) {
    std::size_t first = 0;
    for (; first + kStep <= count; first += kStep) {
      for (std::size_t i = 0; i < 3; ++i) running.see(i, hn::LoadU(d, from + first + i * kBytes));
      any = true;
    }
    for (; first < count; ++first) include(found, first % channels, from[first], from[first]);
  });
  if (!any) return found;
  HWY_ALIGN std::uint8_t low[kStep];
  HWY_ALIGN std::uint8_t high[kStep];
  for (std::size_t i = 0; i < 3; ++i) {
    hn::Store(running.low[i], d, low + i * kBytes);
    hn::Store(running.high[i], d, high + i * kBytes);
  }
  for (std::size_t i = 0; i < kStep; ++i) include(found, i % channels, low[i], high[i]);
  return found;
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(FindExtremes);

Extremes extremes(ConstImageView image) { return HWY_DYNAMIC_DISPATCH(FindExtremes)(image); }

}  // namespace variegate::kernels
#endif
