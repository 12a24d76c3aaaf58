// Two pictures shown through each other.
#include <cmath>

#include "variegate/ops/mix_parts.h"

namespace variegate::sample_mixes {
namespace {

void apply(const MixArguments& arguments) {
  constexpr int kOne = 1 << kShareBits;
  const double alpha = arguments.values[0];
  const auto share = static_cast<int>(std::lround(arguments.random.beta(alpha, alpha) * kOne));
  blend_pictures(arguments.parents[0], arguments.parents[1], share, arguments.out);
  arguments.shares[0] = static_cast<float>(share) / kOne;
  arguments.shares[1] = static_cast<float>(kOne - share) / kOne;
}

}  // namespace

const SampleMix& mixup() {
  static const SampleMix mix{.name = "mixup",
                             .summary =
                                 "two pictures and their labels in the same shares, a Beta draw rounded "
                                 "to 2^-14",
                             .source =
                                 "Zhang et al., mixup: Beyond Empirical Risk Minimization (ICLR 2018); "
                                 "0.2 on ImageNet, 1 on CIFAR",
                             .parameters = {alpha_parameter(0.2)},
                             .magnitude = {.searchable = true,
                                           .weakest = 0.1,
                                           .strongest = 1,
                                           .source = "Zhang et al., sections 3.1 and 3.2: 0.1 to 0.4 on "
                                                     "ImageNet, 1 on CIFAR-10"},
                             .apply = apply};
  return mix;
}

}  // namespace variegate::sample_mixes
