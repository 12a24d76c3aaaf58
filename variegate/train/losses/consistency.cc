// Jensen-Shannon divergence between what a child says of a sample with and without augmentation: with p and q
// its two distributions over classes and m their mean, (KL(p || m) + KL(q || m)) / 2, in nats; at most log 2.
#include <numbers>

#include "variegate/core/error.h"
#include "variegate/train/loss.h"

namespace variegate {
namespace {

// Kullback-Leibler divergence, of logarithms: samples x classes. Mean over the samples.
at::Tensor divergence(const at::Tensor& from, const at::Tensor& to) {
  return from.exp().mul(from.sub(to)).sum(1).mean();
}

at::Tensor value(const LossInputs& inputs) {
  if (!inputs.clean_logits.defined()) {
    throw Error({.where = "consistency loss",
                 .what = "the samples without augmentation are not there",
                 .got = "",
                 .expected = "batches that hold both",
                 .mend = ""},
                ErrorKind::usage);
  }
  const at::Tensor augmented = inputs.logits.log_softmax(1);
  const at::Tensor clean = inputs.clean_logits.log_softmax(1);
  const at::Tensor mean = augmented.logaddexp(clean).sub(std::numbers::ln2);
  return divergence(augmented, mean).add(divergence(clean, mean)).mul(0.5);
}

}  // namespace

namespace losses {

const Loss& consistency() {
  static const Loss loss{.name = "consistency",
                         .summary = "Jensen-Shannon divergence between the augmented and the clean sample",
                         .source = "Hendrycks et al., AugMix, ICLR 2020, with two views",
                         .asks_clean = true,
                         .weight = [](const ChildSpec& spec) { return spec.consistency; },
                         .value = value};
  return loss;
}

}  // namespace losses
}  // namespace variegate
