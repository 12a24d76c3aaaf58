#include "variegate/train/child_model.h"

#include <ATen/ops/cat.h>

#include <cmath>

#include "variegate/core/random.h"

namespace variegate {
namespace {

void initialise(const at::Tensor& weight, WeightRole role, Stream& random) {
  float* value = weight.data_ptr<float>();
  const std::int64_t count = weight.numel();
  const auto normal = [&](double spread) {
    for (std::int64_t i = 0; i < count; ++i) value[i] = static_cast<float>(spread * random.normal());
  };
  switch (role) {
    case WeightRole::convolution:
      return normal(std::sqrt(2.0 / static_cast<double>(count / weight.size(1))));
    case WeightRole::embedding:
      return normal(1.0);
    case WeightRole::linear: {
      const double bound = 1.0 / std::sqrt(static_cast<double>(weight.size(1)));
      for (std::int64_t i = 0; i < count; ++i) value[i] = static_cast<float>(random.uniform(-bound, bound));
      return;
    }
    case WeightRole::offset:
      return;
  }
}

}  // namespace

at::Tensor ChildModel::features(std::span<const at::Tensor> fields, bool training) const {
  return join(embeddings(fields, training));
}

at::Tensor ChildModel::join(const std::vector<at::Tensor>& embeddings) const {
  return at::cat(embeddings, 1);
}

void initialise(const ChildModel& child, std::uint64_t seed) {
  const ChildTensors& tensors = child.tensors();
  for (std::size_t i = 0; i < tensors.parameters.size(); ++i) {
    Stream random({.seed = seed, .epoch = 0, .sample = i, .place = hash_text("weights")});
    initialise(tensors.parameters[i], tensors.roles[i], random);
  }
}

std::int64_t count_parameters(const ChildModel& child) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : child.tensors().parameters) count += parameter.numel();
  return count;
}

}  // namespace variegate
