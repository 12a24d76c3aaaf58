// Histogram equalisation, each channel for itself.
#include <algorithm>
#include <cstdint>
#include <numeric>

#include "variegate/ops/op.h"
#include "variegate/ops/table.h"

namespace variegate::image_ops {
namespace {

// Every 255th part of the pixels (those of the highest value left out) gets one output value.
Table equalized(const Histogram& counts) {
  const auto highest = std::find_if(counts.rbegin(), counts.rend(), [](int count) { return count > 0; });
  const int step = (std::accumulate(counts.begin(), counts.end(), 0) - *highest) / 255;
  if (step == 0) return make_table([](int value) { return value; });
  int below = step / 2;
  return make_table([&](int value) {
    const int level = std::min(below / step, 255);
    below += counts[static_cast<std::size_t>(value)];
    return level;
  });
}

void apply(Image& image, const OpArguments&) { apply_tables_by_histogram(image, equalized); }

}  // namespace

const Op& equalize() {
  static const Op op{.name = "equalize",
                     .summary = "spread the values of each channel so that all are about equally frequent",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.equalize",
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
