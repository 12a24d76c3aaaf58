// The ChildModel port: the network that a trial trains. One family a file (child_family.h). This header
// includes libtorch's tensors, so only variegate/train may include it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "variegate/data/field_spec.h"
#include "variegate/train/layers.h"

namespace variegate {

// What a child is built for: fields in the shapes in which it takes them.
struct ChildInputs {
  std::vector<FieldSpec> fields;
  int classes = 0;

  // The shape of a field that holds pictures; std::bad_variant_access for any other.
  const ImageShape& image(std::size_t field) const { return std::get<ImageShape>(fields.at(field).shape); }
};

class ChildModel {
 public:
  virtual ~ChildModel() = default;

  // fields: one tensor a field, in the order of ChildInputs::fields, as field_tensor() gives them. training:
  // whether batch norms use, and follow, the statistics of the batch.
  //
  // A child either takes its fields together, and overrides features(); or each on its own, and overrides
  // embeddings(), and join() where it does more than to put them side by side.

  // What the classifier sees: batch x features.
  virtual at::Tensor features(std::span<const at::Tensor> fields, bool training) const;
  // What each field becomes before it meets the others: one batch x size a field, for losses between fields.
  // Empty when the child does not keep them apart.
  virtual std::vector<at::Tensor> embeddings(std::span<const at::Tensor> fields, bool training) const {
    static_cast<void>(fields);
    static_cast<void>(training);
    return {};
  }
  // The features that such embeddings come to.
  virtual at::Tensor join(const std::vector<at::Tensor>& embeddings) const;
  // The logits of features, batch x classes.
  virtual at::Tensor classify(const at::Tensor& features) const = 0;

  at::Tensor logits(std::span<const at::Tensor> fields, bool training) const {
    return classify(features(fields, training));
  }

  const ChildTensors& tensors() const { return tensors_; }

 protected:
  ChildTensors tensors_;  // layers put theirs here
};

// The child named by a ChildSpec, such as "small-conv:16" or "wrn-16-2", on the CPU. Convolutions and linear
// layers are 0 until initialise() is called. Error (usage) with the nearest name when there is no such
// family, and when it does not take fields of these kinds. Of a program's own: OwnChildren.
std::unique_ptr<ChildModel> make_child(const std::string& model, const ChildInputs& inputs);

// Weights from the seed alone, by their roles: convolutions normal with variance 2 / fan-out (He et al., ICCV
// 2015), linear layers uniform in +-1 / sqrt(fan-in), embeddings normal with variance 1 (as PyTorch's);
// biases and norms stay at 0 and at identity, as they are made.
void initialise(const ChildModel& child, std::uint64_t seed);

// Number of values that training changes.
std::int64_t count_parameters(const ChildModel& child);

}  // namespace variegate
