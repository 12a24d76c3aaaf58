// The tone curve bent.
#include <cmath>

#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

Table table(std::span<const double> values, int) {
  return make_table([&](int value) { return std::lround(255.0 * std::pow(value / 255.0, values[0])); });
}

}  // namespace

const Op& gamma() {
  static const Op op{
      .name = "gamma",
      .summary = "brighten or darken the middle tones; black and white stay",
      .source = "power-law transform (Gonzalez and Woods); torchvision's adjust_gamma, but rounded",
      .parameters = {{.name = "factor",
                      .unit = "factor",
                      .summary = "exponent of values between 0 and 1: above 1 darkens",
                      .low = 0.1,
                      .high = 10,
                      .fallback = 1,
                      .neutral = 1}},
      .magnitude = {.searchable = true,
                    .weakest = 1,
                    .strongest = 1.6,
                    .mirrored = true,
                    .source =
                        "variegate: 0.4..1.6, chosen for search; Albumentations' RandomGamma uses 0.8..1.2"},
      .does = PointTable{table}};
  return op;
}

}  // namespace variegate::image_ops
