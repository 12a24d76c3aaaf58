#include "variegate/kernels/luma.h"

#include "variegate/kernels/runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/luma.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/luma-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
std::uint64_t SumOfLuma(ConstImageView image) { return reference::sum_of_luma(image); }
void TakeColourAway(ConstImageView from, ImageView to) { reference::take_colour_away(from, to); }
#else

using Sums = hn::Vec<hn::Repartition<std::uint64_t, D8> >;

template <int kChannels>
HWY_INLINE V8 luma_at(const std::uint8_t* from) {
  if constexpr (kChannels == 1) return hn::LoadU(D8(), from);
  if constexpr (kChannels == 3) return luma(load_rgb(from));
  Planes planes;
  V8 alpha;
  hn::LoadInterleaved4(D8(), from, planes.red, planes.green, planes.blue, alpha);
  return luma(planes);
}

template <int kChannels>
Sums added(Sums sums, const std::uint8_t* from, std::size_t count) {
  constexpr std::size_t kStep = kChannels * kBytes;
  std::size_t i = 0;
  for (; i + kStep <= count; i += kStep) sums = hn::Add(sums, hn::SumsOf8(luma_at<kChannels>(from + i)));
  if (i == count) return sums;
  HWY_ALIGN std::uint8_t rest[kStep] = {};
  std::memcpy(rest, from + i, count - i);
  return hn::Add(sums, hn::SumsOf8(luma_at<kChannels>(rest)));
}

std::uint64_t SumOfLuma(ConstImageView image) {
  const hn::Repartition<std::uint64_t, D8> d;
  Sums sums = hn::Zero(d);
  for_each_run(image, [&](const std::uint8_t* from, std::size_t count) {
    switch (image.channels) {
      case 1:
        sums = added<1>(sums, from, count);
        break;
      case 3:
        sums = added<3>(sums, from, count);
        break;
      default:
        sums = added<4>(sums, from, count);
    }
  });
  return hn::GetLane(hn::SumOfLanes(d, sums));
}

void TakeColourAway(ConstImageView from, ImageView to) {
  change_pixels(from, to, [](Planes pixels) {
    const V8 grey = luma(pixels);
    return Planes{grey, grey, grey};
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(SumOfLuma);
HWY_EXPORT(TakeColourAway);

std::uint64_t sum_of_luma(ConstImageView image) { return HWY_DYNAMIC_DISPATCH(SumOfLuma)(image); }

void take_colour_away(ConstImageView from, ImageView to) { HWY_DYNAMIC_DISPATCH(TakeColourAway)(from, to); }

}  // namespace variegate::kernels
#endif
