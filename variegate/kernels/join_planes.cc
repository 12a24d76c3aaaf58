#include "variegate/kernels/join_planes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/join_planes.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/pixels-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void JoinPlanes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to) {
  reference::join_planes(planes, pixels, to);
}
#else

void JoinPlanes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to) {
  const D8 d;
  const auto [red, green, blue] = planes;
  std::size_t i = 0;
  for (; i + kBytes <= pixels; i += kBytes)
    store_rgb({hn::LoadU(d, red + i), hn::LoadU(d, green + i), hn::LoadU(d, blue + i)}, to + 3 * i);
  for (; i < pixels; ++i) {
    to[3 * i] = red[i];
    to[3 * i + 1] = green[i];
    to[3 * i + 2] = blue[i];
  }
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(JoinPlanes);

void join_planes(const ColourPlanes& planes, std::size_t pixels, std::uint8_t* to) {
  HWY_DYNAMIC_DISPATCH(JoinPlanes)(planes, pixels, to);
}

}  // namespace variegate::kernels
#endif
