// What a child is trained to make small: a sum of losses, one a file in variegate/train/losses, listed by the
// names of the files.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "variegate/trial/child_spec.h"

namespace variegate {

// What losses look at: a batch of samples, as a policy made them, and what the child says of it.
struct LossInputs {
  at::Tensor logits;  // samples x classes
  // The labels (samples, as whole numbers), or how much of each class each sample shows (samples x classes,
  // rows that add up to 1).
  at::Tensor truth;
  at::Tensor clean_logits = {};             // of the same samples without augmentation, where a loss asks
  std::vector<at::Tensor> embeddings = {};  // samples x size, one a field, where a loss asks
  double label_smoothing = 0.0;             // of cross_entropy
  double temperature = 0.07;                // of info_nce; Wu et al., CVPR 2018, and where CLIP begins
};

struct Loss {
  std::string name;
  std::string summary;
  std::string source;
  bool asks_clean = false;       // for LossInputs::clean_logits
  bool asks_embeddings = false;  // for LossInputs::embeddings
  double (*weight)(const ChildSpec&);
  // The mean over the samples. Error (usage) when what it asks for is not there.
  at::Tensor (*value)(const LossInputs&);
};

// In the order of their names.
const std::vector<const Loss& (*)()>& loss_factories();

// The loss of that name; std::out_of_range when there is none.
const Loss& loss_named(const std::string& name);

// Those to which a child gives weight, in the order of their names.
std::vector<const Loss*> losses_of(const ChildSpec& spec);

// Their sum by weight.
at::Tensor total_loss(const std::vector<const Loss*>& losses, const ChildSpec& spec,
                      const LossInputs& inputs);

}  // namespace variegate
