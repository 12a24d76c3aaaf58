// Colours taken away.
#include "variegate/ops/op.h"
#include "variegate/kernels/tone.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments&) {
  if (image.channels == 1) return;
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    std::uint8_t* pixel = &image.pixels[i];
    pixel[0] = pixel[1] = pixel[2] = static_cast<std::uint8_t>(luma(pixel));
  }
}

}  // namespace

const Op& grey() {
  static const Op op{.name = "grey",
                     .summary = "replace colours by their brightness",
                     .source = "SimCLR (Chen et al. 2020), appendix A; Pillow's ImageOps.grayscale",
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
