// The values in use stretched over 0..255, each channel for itself.
#include "variegate/kernels/extremes.h"
#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

// The table for the values from `low` to `high`; others do not occur, and their entries are left 0.
Table stretched(int low, int high) {
  Table table{};
  const double scale = high > low ? 255.0 / static_cast<double>(high - low) : 1.0;
  const double offset = high > low ? -static_cast<double>(low) * scale : 0.0;
  for (int value = low; value <= high; ++value) {
    table[static_cast<std::size_t>(value)] =
        static_cast<std::uint8_t>(static_cast<int>(static_cast<double>(value) * scale + offset));
  }
  return table;
}

bool tone(const Image& image, std::span<const double>, Tone& made) {
  const Extremes used = kernels::extremes(image);
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  made.alike = image.channels == 1;
  bool stretches = false;
  for (std::size_t c = 0; c < colours; ++c) {
    made.tables[c] = stretched(used.low[c], used.high[c]);
    stretches |= used.low[c] < used.high[c] && used.high[c] - used.low[c] < 255;
  }
  return stretches;
}

}  // namespace

const Op& auto_contrast() {
  static const Op op{
      .name = "auto_contrast",
      .summary = "stretch the values of each channel over the whole range 0..255",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.autocontrast, cutoff 0",
      .does = ImageTone{tone}};
  return op;
}

}  // namespace variegate::image_ops
