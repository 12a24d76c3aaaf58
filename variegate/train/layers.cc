#include "variegate/train/layers.h"

#include <ATen/ops/batch_norm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

namespace variegate {
namespace {

at::Tensor parameter(ChildTensors& tensors, at::Tensor value) {
  value.set_requires_grad(true);
  return tensors.parameters.emplace_back(std::move(value));
}

at::Tensor statistic(ChildTensors& tensors, at::Tensor value) {
  return tensors.statistics.emplace_back(std::move(value));
}

}  // namespace

Convolution::Convolution(ChildTensors& tensors, int in, int out, int kernel, int stride)
    : weight_(parameter(tensors, at::zeros({out, in, kernel, kernel}))), stride_(stride) {}

at::Tensor Convolution::operator()(const at::Tensor& x) const {
  const std::int64_t padding = weight_.size(2) / 2;
  return at::conv2d(x, weight_, {}, {stride_, stride_}, {padding, padding});
}

BatchNorm::BatchNorm(ChildTensors& tensors, int channels)
    : scale_(parameter(tensors, at::ones({channels}))),
      shift_(parameter(tensors, at::zeros({channels}))),
      mean_(statistic(tensors, at::zeros({channels}))),
      variance_(statistic(tensors, at::ones({channels}))) {}

at::Tensor BatchNorm::operator()(const at::Tensor& x, bool training) const {
  return at::batch_norm(x, scale_, shift_, mean_, variance_, training, 0.1, 1e-5, /*cudnn_enabled=*/true);
}

Linear::Linear(ChildTensors& tensors, int in, int out)
    : weight_(parameter(tensors, at::zeros({out, in}))), bias_(parameter(tensors, at::zeros({out}))) {}

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x, weight_, bias_); }

at::Tensor max_pool_2x2(const at::Tensor& x) { return at::max_pool2d(x, {2, 2}); }

at::Tensor global_average_pool(const at::Tensor& x) { return x.mean(at::IntArrayRef{2, 3}); }

}  // namespace variegate
