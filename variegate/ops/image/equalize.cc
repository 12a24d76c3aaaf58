// Histogram equalisation, each channel for itself.
#include <algorithm>
#include <cstdint>
#include <numeric>

#include "variegate/kernels/histogram.h"
#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

// Every 255th part of the pixels (those of the highest value left out) gets one output value.
Table equalized(const Histogram& counts) {
  const auto highest =
      std::find_if(counts.rbegin(), counts.rend(), [](std::uint32_t count) { return count > 0; });
  const std::uint32_t step = (std::accumulate(counts.begin(), counts.end(), 0U) - *highest) / 255;
  if (step == 0) return make_table([](int value) { return value; });
  // below / step by multiplication: half a pixel keeps quotients further from whole numbers than rounding
  // reaches.
  const double levels = 1.0 / step;
  std::uint32_t below = step / 2;
  return make_table([&](int value) {
    const int level = std::min(static_cast<int>((below + 0.5) * levels), 255);
    below += counts[static_cast<std::size_t>(value)];
    return level;
  });
}

bool tone(const Image& image, std::span<const double>, Tone& made) {
  const Histograms counts = kernels::histograms(image);
  made.alike = image.channels == 1;
  for (std::size_t c = 0; c < static_cast<std::size_t>(image.colour_channels()); ++c) {
    made.tables[c] = equalized(counts[c]);
  }
  return true;
}

}  // namespace

const Op& equalize() {
  static const Op op{.name = "equalize",
                     .summary = "spread the values of each channel so that all are about equally frequent",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.equalize",
                     .does = ImageTone{tone}};
  return op;
}

}  // namespace variegate::image_ops
