// The ChildModel port: the network that a trial trains. One family a file. This header includes libtorch's
// tensors, so only variegate/train may include it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>

#include "variegate/train/layers.h"

namespace variegate {

// What a child is built for.
struct ChildShape {
  int width = 0;  // of the pictures, pixels
  int height = 0;
  int channels = 0;  // 1, 3 or 4
  int classes = 0;
};

class ChildModel {
 public:
  virtual ~ChildModel() = default;

  // images: batch x channels x height x width, normalised, in channels-last memory. Returns batch x features:
  // what the classifier sees. training: whether batch norms use, and follow, the statistics of the batch.
  virtual at::Tensor features(const at::Tensor& images, bool training) const = 0;
  // Of such features, batch x classes.
  virtual at::Tensor classify(const at::Tensor& features) const = 0;

  at::Tensor logits(const at::Tensor& images, bool training) const {
    return classify(features(images, training));
  }

  const ChildTensors& tensors() const { return tensors_; }

 protected:
  ChildTensors tensors_;  // layers put theirs here
};

// The child named by a ChildSpec: "small-conv:WIDTH" or "wrn-DEPTH-WIDTH", on the CPU. Convolutions and
// classifier are 0 until initialise() is called. Error (usage) with the nearest name when there is none.
std::unique_ptr<ChildModel> make_child(const std::string& model, const ChildShape& shape);

// Weights from the seed alone, by their roles: convolutions normal with variance 2 / fan-out (He et al., ICCV
// 2015), linear layers uniform in +-1 / sqrt(fan-in), embeddings normal with variance 1 (as PyTorch's);
// biases and norms stay at 0 and at identity, as they are made.
void initialise(const ChildModel& child, std::uint64_t seed);

// Number of values that training changes.
std::int64_t count_parameters(const ChildModel& child);

}  // namespace variegate
