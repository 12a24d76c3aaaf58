#include "variegate/train/optimiser.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

bool decays(WeightRole role) { return role == WeightRole::convolution || role == WeightRole::linear; }

// Views start on a cache line; the floats between them stay 0.
std::int64_t padded(std::int64_t count) { return (count + 15) / 16 * 16; }

std::int64_t padded_total(const std::vector<at::Tensor>& tensors) {
  std::int64_t total = 0;
  for (const at::Tensor& tensor : tensors) total += padded(tensor.numel());
  return total;
}

at::Tensor zeros_like_all(const std::vector<at::Tensor>& tensors, const at::Device& device) {
  return at::zeros({padded_total(tensors)}, at::TensorOptions().dtype(at::kFloat).device(device));
}

// Calls visit(tensor, its slice of the buffer, in its shape) for each tensor.
template <typename Visit>
void for_each_slice(const std::vector<at::Tensor>& tensors, const at::Tensor& buffer, const Visit& visit) {
  std::int64_t at = 0;
  for (const at::Tensor& tensor : tensors) {
    visit(tensor, buffer.narrow(0, at, tensor.numel()).view(tensor.sizes()));
    at += padded(tensor.numel());
  }
}

void move_into(const std::vector<at::Tensor>& tensors, const at::Tensor& buffer) {
  for_each_slice(tensors, buffer, [](at::Tensor tensor, const at::Tensor& slice) {
    slice.copy_(tensor);
    tensor.set_data(slice);
  });
}

void swap(at::Tensor& a, at::Tensor& b) {
  const at::Tensor kept = a.clone();
  a.copy_(b);
  b.copy_(kept);
}

}  // namespace

Optimiser::Optimiser(const ChildModel& child, const ChildSpec& spec, const at::Device& device) : spec_(spec) {
  const c10::NoGradGuard no_grad;
  // Decayed parameters first, so that weight decay is one kernel over one slice.
  const ChildTensors& tensors = child.tensors();
  std::vector<at::Tensor> parameters;
  const auto add = [&](bool decayed) {
    for (std::size_t i = 0; i < tensors.parameters.size(); ++i) {
      if (decays(tensors.roles[i]) == decayed) parameters.push_back(tensors.parameters[i]);
    }
  };
  add(true);
  const std::int64_t decayed = padded_total(parameters);
  add(false);
  const std::vector<at::Tensor>& statistics = tensors.statistics;
  weights_ = zeros_like_all(parameters, device);
  gradients_ = at::zeros_like(weights_);
  momentum_ = at::zeros_like(weights_);
  statistics_ = zeros_like_all(statistics, device);
  decayed_weights_ = weights_.narrow(0, 0, decayed);
  decayed_gradients_ = gradients_.narrow(0, 0, decayed);
  move_into(parameters, weights_);
  move_into(statistics, statistics_);
  for_each_slice(parameters, gradients_,
                 [](at::Tensor tensor, const at::Tensor& slice) { tensor.mutable_grad() = slice; });
  if (spec.ema > 0.0) {
    average_weights_ = weights_.clone();
    average_statistics_ = statistics_.clone();
  }
}

void Optimiser::zero_gradients() {
  const c10::NoGradGuard no_grad;
  gradients_.zero_();
}

void Optimiser::step(double rate) {
  const c10::NoGradGuard no_grad;
  if (spec_.weight_decay > 0.0) decayed_gradients_.add_(decayed_weights_, spec_.weight_decay);
  momentum_.mul_(spec_.momentum).add_(gradients_);
  gradients_.add_(momentum_, spec_.momentum);
  weights_.add_(gradients_, -rate);
  ++steps_;
  if (average_weights_.defined()) {
    const auto t = static_cast<double>(steps_);
    const double decay = std::min(spec_.ema, (1.0 + t) / (10.0 + t));
    average_weights_.lerp_(weights_, 1.0 - decay);
    average_statistics_.lerp_(statistics_, 1.0 - decay);
  }
}

void Optimiser::swap_averages() {
  if (!average_weights_.defined()) return;
  const c10::NoGradGuard no_grad;
  swap(weights_, average_weights_);
  swap(statistics_, average_statistics_);
}

std::vector<at::Tensor> Optimiser::buffers() const {
  std::vector<at::Tensor> all = {weights_, momentum_, statistics_};
  if (average_weights_.defined()) all.insert(all.end(), {average_weights_, average_statistics_});
  return all;
}

std::vector<std::vector<float>> Optimiser::save() const {
  std::vector<std::vector<float>> saved;
  for (const at::Tensor& buffer : buffers()) {
    const at::Tensor values = buffer.cpu();
    saved.emplace_back(values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
  }
  return saved;
}

void Optimiser::restore(const std::vector<std::vector<float>>& saved, std::int64_t steps) {
  const c10::NoGradGuard no_grad;
  const std::vector<at::Tensor> all = buffers();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t count = i < saved.size() ? saved[i].size() : 0;
    if (saved.size() != all.size() || count != static_cast<std::size_t>(all[i].numel())) {
      throw Error({.where = "checkpoint",
                   .what = "it holds another child",
                   .got = fmt::format("{} buffers, {} values in number {}", saved.size(), count, i + 1),
                   .expected = fmt::format("{} buffers, {} values", all.size(), all[i].numel()),
                   .mend = "remove the file to train from the start"});
    }
    all[i].copy_(at::from_blob(const_cast<float*>(saved[i].data()), {all[i].numel()}, at::kFloat));
  }
  steps_ = steps;
}

}  // namespace variegate
