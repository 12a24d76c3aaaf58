#include "variegate/ops/image/parts/random_part.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

int centred(int part, int whole) { return (whole - part) / 2; }

Box middle_part(int width, int height, const PartLimits& limits) {
  Box box{.width = width, .height = height};
  const double ratio = static_cast<double>(width) / height;
  if (ratio < limits.ratio_low) {
    box.height = std::max(static_cast<int>(std::lround(width / limits.ratio_low)), 1);
  } else if (ratio > limits.ratio_high) {
    box.width = std::max(static_cast<int>(std::lround(height * limits.ratio_high)), 1);
  }
  box.left = centred(box.width, width);
  box.top = centred(box.height, height);
  return box;
}

}  // namespace

Box draw_part(int width, int height, const PartLimits& limits, Stream& random) {
  constexpr int kAttempts = 10;
  const double area = static_cast<double>(width) * height;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const double part = area * random.uniform(limits.scale_low, limits.scale_high);
    const double ratio = std::exp(random.uniform(std::log(limits.ratio_low), std::log(limits.ratio_high)));
    Box box{.width = static_cast<int>(std::lround(std::sqrt(part * ratio))),
            .height = static_cast<int>(std::lround(std::sqrt(part / ratio)))};
    if (box.width < 1 || box.height < 1 || box.width > width || box.height > height) continue;
    box.top = static_cast<int>(random.below(static_cast<std::uint64_t>(height - box.height) + 1));
    box.left = static_cast<int>(random.below(static_cast<std::uint64_t>(width - box.width) + 1));
    return box;
  }
  return middle_part(width, height, limits);
}

}  // namespace variegate
