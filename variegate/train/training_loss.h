// What a child is trained to make small.
#pragma once

#include <ATen/core/Tensor.h>

namespace variegate {

// Mean cross entropy of a batch, of logits (count x classes) in float. truth: the labels (count, as whole
// numbers), or how much of each class each picture shows (count x classes, rows that add up to 1). Label
// smoothing s turns a row t of these into (1 - s) t + s / classes, and a label into such a row: as
// torch.nn.functional.cross_entropy does.
at::Tensor training_loss(const at::Tensor& logits, const at::Tensor& truth, double label_smoothing);

}  // namespace variegate
