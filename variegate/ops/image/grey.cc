// Colours taken away.
#include "variegate/core/image.h"
#include "variegate/kernels/luma.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const ImageArguments&) {
  if (image.channels > 1) kernels::take_colour_away(image, image);
}

}  // namespace

const Op& grey() {
  static const Op op{.name = "grey",
                     .summary = "replace colours by their brightness",
                     .source = "SimCLR (Chen et al. 2020), appendix A; Pillow's ImageOps.grayscale",
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
