// A box of one picture pasted over another.
#include <algorithm>
#include <cmath>

#include "variegate/ops/mix_parts.h"

namespace variegate::sample_mixes {
namespace {

// A box of the picture's proportions around a centre anywhere in it, as in the authors' code; what reaches
// over the edge is lost, and the label counts what is left.
Box draw_box(const ImageView& picture, double share, Stream& random) {
  const double side = std::sqrt(1.0 - share);
  const auto width = static_cast<int>(picture.width * side);
  const auto height = static_cast<int>(picture.height * side);
  const auto x = static_cast<int>(random.below(static_cast<std::uint64_t>(picture.width)));
  const auto y = static_cast<int>(random.below(static_cast<std::uint64_t>(picture.height)));
  const int left = std::max(x - width / 2, 0);
  const int top = std::max(y - height / 2, 0);
  return {left, top, std::min(x + width / 2, picture.width) - left,
          std::min(y + height / 2, picture.height) - top};
}

void apply(const MixArguments& arguments) {
  const ImageView& out = arguments.out;
  const double alpha = arguments.values[0];
  const double share = arguments.random.beta(alpha, alpha);
  const Box box = draw_box(out, share, arguments.random);
  copy_box(arguments.parents[0], {0, 0, out.width, out.height}, out, 0, 0);
  copy_box(arguments.parents[1], box, out, box.left, box.top);
  const double pasted =
      static_cast<double>(box.width) * box.height / (static_cast<double>(out.width) * out.height);
  arguments.shares[1] = static_cast<float>(pasted);
  arguments.shares[0] = 1.0F - arguments.shares[1];
}

}  // namespace

const SampleMix& cutmix() {
  static const SampleMix mix{.name = "cutmix",
                             .summary = "a box of one picture pasted over another, labels by the areas shown",
                             .source = "Yun et al., CutMix (ICCV 2019)",
                             .parameters = {alpha_parameter(1)},
                             .magnitude = {.searchable = true,
                                           .weakest = 0.1,
                                           .strongest = 1,
                                           .source = "Yun et al., section 4.1: 1"},
                             .apply = apply};
  return mix;
}

}  // namespace variegate::sample_mixes
