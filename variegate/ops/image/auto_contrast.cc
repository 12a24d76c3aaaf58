// The values in use stretched over 0..255, each channel for itself.
#include <algorithm>

#include "variegate/ops/op.h"
#include "variegate/ops/table.h"

namespace variegate::image_ops {
namespace {

Table stretched(const Histogram& counts) {
  const auto used = [](int count) { return count > 0; };
  const auto low = std::find_if(counts.begin(), counts.end(), used) - counts.begin();
  const auto high = 255 - (std::find_if(counts.rbegin(), counts.rend(), used) - counts.rbegin());
  if (high <= low) return make_table([](int value) { return value; });
  const double scale = 255.0 / static_cast<double>(high - low);
  const double offset = -static_cast<double>(low) * scale;
  return make_table([=](int value) {
    return static_cast<int>(std::clamp(static_cast<double>(value) * scale + offset, 0.0, 255.0));
  });
}

void apply(Image& image, const OpArguments&) { apply_tables_by_histogram(image, stretched); }

}  // namespace

const Op& auto_contrast() {
  static const Op op{
      .name = "auto_contrast",
      .summary = "stretch the values of each channel over the whole range 0..255",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.autocontrast, cutoff 0",
      .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
