#include "variegate/kernels/saturation.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/saturation.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/blend-inl.h"
#include "variegate/kernels/luma-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Saturate(ConstImageView from, ImageView to, float factor) { reference::saturate(from, to, factor); }
#else

void Saturate(ConstImageView from, ImageView to, float factor) {
  with_blend(factor, [&](const auto& blend) {
    change_pixels(from, to, [&](Planes pixels) {
      const V8 grey = luma(pixels);
      return Planes{blend(grey, pixels.red), blend(grey, pixels.green), blend(grey, pixels.blue)};
    });
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Saturate);

void saturate(ConstImageView from, ImageView to, float factor) {
  HWY_DYNAMIC_DISPATCH(Saturate)(from, to, factor);
}

}  // namespace variegate::kernels
#endif
