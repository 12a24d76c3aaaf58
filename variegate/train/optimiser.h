// SGD with Nesterov momentum over all weights of a child at once.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "variegate/train/child_model.h"
#include "variegate/trial/child_spec.h"

namespace variegate {

// Moves the child's weights, their gradients and its batch statistics into contiguous buffers, of which the
// child's tensors become views: a step is then a handful of kernels whatever the number of layers, and saving
// is copying buffers.
//
// One step, as in Sutskever et al. (ICML 2013) in the form of PyTorch: g += weight_decay * w for convolutions
// and linear layers (not for embeddings, biases and norms); v = momentum * v + g; w -= rate * (g +
// momentum * v). With ChildSpec::ema = d > 0 averages of weights and batch statistics follow: a += (1 - d_t)
// (w - a), where d_t = min(d, (1 + t) / (10 + t)) at step t = 1, 2, ... lets them forget the start (Abadi et
// al., TensorFlow, ExponentialMovingAverage).
class Optimiser {
 public:
  // Moves the child to the device.
  Optimiser(const ChildModel& child, const ChildSpec& spec, const at::Device& device);

  void zero_gradients();
  void step(double rate);
  std::int64_t steps() const { return steps_; }

  // Trades the child's weights and statistics for their averages and back, for evaluation; no-op without ema.
  void swap_averages();

  // Everything a step depends on, in a fixed order; restore() takes what save() gave. Error when it does not
  // fit.
  std::vector<std::vector<float>> save() const;
  void restore(const std::vector<std::vector<float>>& buffers, std::int64_t steps);

 private:
  std::vector<at::Tensor> buffers() const;

  ChildSpec spec_;
  std::int64_t steps_ = 0;
  at::Tensor weights_, gradients_, momentum_;
  at::Tensor decayed_weights_, decayed_gradients_;   // the part of them that weight decay is for
  at::Tensor statistics_;                            // running means and variances
  at::Tensor average_weights_, average_statistics_;  // undefined without ema
};

}  // namespace variegate
