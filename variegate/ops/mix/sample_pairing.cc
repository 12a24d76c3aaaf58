// The mean of two pictures.
#include "variegate/ops/mix_parts.h"

namespace variegate::sample_mixes {
namespace {

void apply(const MixArguments& arguments) {
  blend_pictures(arguments.parents[0], arguments.parents[1], 1 << (kShareBits - 1), arguments.out);
  arguments.shares[0] = 1.0F;
  arguments.shares[1] = 0.0F;
}

}  // namespace

const SampleMix& sample_pairing() {
  static const SampleMix mix{.name = "sample_pairing",
                             .summary = "the mean of two pictures, with the label of the first",
                             .source = "Inoue, Data Augmentation by Pairing Samples (2018)",
                             .apply = apply};
  return mix;
}

}  // namespace variegate::sample_mixes
