// The layers that children are made of: plain tensors and libtorch's functions on them. torch::nn would do
// the same and take four times as long to compile.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace variegate {

// What a weight is for: how it begins (initialise()) and whether it decays (Optimiser) follow from it, and
// not from its number of dimensions.
enum class WeightRole {
  convolution,  // out x in x kernel, of any number of dimensions
  linear,       // out x in
  embedding,    // rows x size
  offset,       // biases, and scales and shifts of norms: begin as they are made
};

// What a child consists of, in the order in which its layers were made.
struct ChildTensors {
  std::vector<at::Tensor> parameters;  // changed by training; float
  std::vector<WeightRole> roles;       // of the parameters, in their order
  std::vector<at::Tensor> statistics;  // running means and variances of batch norms; float

  // Adds them, and gives them back as the layer is to hold them.
  at::Tensor add_parameter(at::Tensor value, WeightRole role);
  at::Tensor add_statistic(at::Tensor value);
};

// Square kernel, no bias (a batch norm follows), padding that keeps the size at stride 1.
class Convolution {
 public:
  Convolution(ChildTensors& tensors, int in, int out, int kernel, int stride);
  at::Tensor operator()(const at::Tensor& x) const;

 private:
  at::Tensor weight_;  // out x in x kernel x kernel
  int stride_;
};

// Momentum .1 and epsilon 1e-5. Normalises by the batch's statistics when training, by the running ones
// otherwise.
class BatchNorm {
 public:
  BatchNorm(ChildTensors& tensors, int channels);
  at::Tensor operator()(const at::Tensor& x, bool training) const;

 private:
  at::Tensor scale_, shift_, mean_, variance_;
};

class Linear {
 public:
  Linear(ChildTensors& tensors, int in, int out);
  at::Tensor operator()(const at::Tensor& x) const;

 private:
  at::Tensor weight_;  // out x in
  at::Tensor bias_;
};

at::Tensor max_pool_2x2(const at::Tensor& x);

// batch x channels x height x width -> batch x channels
at::Tensor global_average_pool(const at::Tensor& x);

}  // namespace variegate
