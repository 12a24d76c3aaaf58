// A child in training: its weights, its optimiser, and what it has seen of the epoch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "variegate/train/child_batch.h"
#include "variegate/train/child_model.h"
#include "variegate/train/loss.h"
#include "variegate/train/optimiser.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/evaluation.h"
#include "variegate/trial/run.h"

namespace variegate {

class Learner {
 public:
  // spec.device must be there; bf16: matrix products in bfloat16.
  Learner(const ChildSpec& spec, const ChildInputs& inputs, std::uint64_t seed, bool bf16);

  // Whether its batches must have a clean view.
  bool asks_clean() const;

  // One step on a batch, whose fields lie as ChildInputs says (field_tensor()). The accuracy of samples that
  // are mixed is that of the class with the greatest weight. Error (usage) when the spec gives weight to a
  // loss for which the child or the batch lacks something.
  void learn(const ChildBatch& batch, double rate);

  struct Means {
    double loss;
    double accuracy;
  };
  // The mean loss and accuracy over the samples learnt from since the last call.
  Means finish_epoch();

  // These use the averaged weights where the spec asks for them, and read the samples as `loading` says.
  // poll, when given, is called between batches and may throw; the learner is then of no more use.
  using Poll = std::function<void()>;
  Evaluation evaluate(const Dataset& data, const LoaderOptions& loading, const Poll& poll);
  // The features of each sample, one after another.
  Features features(const Dataset& data, const LoaderOptions& loading, const Poll& poll);

  // For evaluations whose batches come from elsewhere: what is judged between begin and end is added to the
  // evaluation, which end completes.
  void begin_evaluation();
  void judge(const ChildBatch& batch, Evaluation& evaluation) const;
  void end_evaluation(Evaluation& evaluation);

  Optimiser& optimiser() { return optimiser_; }

 private:
  LossInputs answers(const ChildBatch& batch) const;
  std::vector<at::Tensor> field_batch(const std::vector<const void*>& fields, std::size_t count) const;
  at::Tensor label_batch(const std::vector<std::int64_t>& labels) const;
  at::Tensor soft_label_batch(const float* soft_labels, std::size_t count) const;

  ChildSpec spec_;
  ChildInputs inputs_;
  at::Device device_;
  bool bf16_;
  std::vector<const Loss*> losses_;
  bool asks_embeddings_;
  std::unique_ptr<ChildModel> child_;
  Optimiser optimiser_;
  at::Tensor loss_;  // summed over samples since the last finish_epoch(), as is correct_
  at::Tensor correct_;
  std::size_t seen_ = 0;
};

}  // namespace variegate
