#include "variegate/train/training_loss.h"

#include <ATen/ops/cross_entropy_loss.h>

namespace variegate {

at::Tensor training_loss(const at::Tensor& logits, const at::Tensor& truth, double label_smoothing) {
  return at::cross_entropy_loss(logits, truth, {}, at::Reduction::Mean, /*ignore_index=*/-100,
                                label_smoothing);
}

}  // namespace variegate
