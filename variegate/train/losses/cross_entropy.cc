// Cross entropy with label smoothing: of smoothing s, a row t of class weights becomes (1 - s) t + s /
// classes, and a label such a row, as torch.nn.functional.cross_entropy does.
#include <ATen/ops/cross_entropy_loss.h>

#include "variegate/train/loss.h"

namespace variegate {
namespace {

at::Tensor value(const LossInputs& inputs) {
  return at::cross_entropy_loss(inputs.logits, inputs.truth, {}, at::Reduction::Mean, /*ignore_index=*/-100,
                                inputs.label_smoothing);
}

}  // namespace

namespace losses {

const Loss& cross_entropy() {
  static const Loss loss{
      .name = "cross_entropy",
      .summary = "cross entropy of labels or soft labels, smoothed",
      .source = "Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016",
      .weight = [](const ChildSpec&) { return 1.0; },
      .value = value};
  return loss;
}

}  // namespace losses
}  // namespace variegate
