#include "variegate/train/layers.h"

#include <ATen/ops/batch_norm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

namespace variegate {

at::Tensor ChildTensors::add_parameter(at::Tensor value, WeightRole role) {
  value.set_requires_grad(true);
  roles.push_back(role);
  return parameters.emplace_back(std::move(value));
}

at::Tensor ChildTensors::add_statistic(at::Tensor value) { return statistics.emplace_back(std::move(value)); }

Convolution::Convolution(ChildTensors& tensors, int in, int out, int kernel, int stride)
    : weight_(tensors.add_parameter(at::zeros({out, in, kernel, kernel}), WeightRole::convolution)),
      stride_(stride) {}

at::Tensor Convolution::operator()(const at::Tensor& x) const {
  const std::int64_t padding = weight_.size(2) / 2;
  return at::conv2d(x, weight_, {}, {stride_, stride_}, {padding, padding});
}

BatchNorm::BatchNorm(ChildTensors& tensors, int channels)
    : scale_(tensors.add_parameter(at::ones({channels}), WeightRole::offset)),
      shift_(tensors.add_parameter(at::zeros({channels}), WeightRole::offset)),
      mean_(tensors.add_statistic(at::zeros({channels}))),
      variance_(tensors.add_statistic(at::ones({channels}))) {}

at::Tensor BatchNorm::operator()(const at::Tensor& x, bool training) const {
  return at::batch_norm(x, scale_, shift_, mean_, variance_, training, 0.1, 1e-5, /*cudnn_enabled=*/true);
}

Linear::Linear(ChildTensors& tensors, int in, int out)
    : weight_(tensors.add_parameter(at::zeros({out, in}), WeightRole::linear)),
      bias_(tensors.add_parameter(at::zeros({out}), WeightRole::offset)) {}

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x, weight_, bias_); }

at::Tensor max_pool_2x2(const at::Tensor& x) { return at::max_pool2d(x, {2, 2}); }

at::Tensor global_average_pool(const at::Tensor& x) { return x.mean(at::IntArrayRef{2, 3}); }

}  // namespace variegate
