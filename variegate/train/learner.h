// A child in training: its weights, its optimiser, and what it has seen of the epoch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "variegate/data/splits.h"
#include "variegate/train/child_model.h"
#include "variegate/train/normalisation.h"
#include "variegate/train/optimiser.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/evaluation.h"
#include "variegate/trial/run.h"

namespace variegate {

class Learner {
 public:
  // spec.device must be there; bf16: matrix products in bfloat16.
  Learner(const ChildSpec& spec, const ChildInputs& inputs, std::uint64_t seed, bool bf16);

  // One step on a batch: count x height x width x channels normalised values, count labels. soft_labels, of
  // pictures that are mixed: count x classes, in place of the labels; the accuracy is then that of the class
  // with the greatest weight.
  void learn(const float* pixels, const std::int64_t* labels, std::size_t count, double rate,
             const float* soft_labels = nullptr);

  struct Means {
    double loss;
    double accuracy;
  };
  // The mean loss and accuracy over the samples learnt from since the last call.
  Means finish_epoch();

  // These use the averaged weights where the spec asks for them. poll, when given, is called between batches
  // and may throw; the learner is then of no more use.
  using Poll = std::function<void()>;
  Evaluation evaluate(const PictureSet& set, const Normalisation& normalisation, const Poll& poll);
  // The features of each picture, one after another.
  Features features(const PictureSet& set, const Normalisation& normalisation, const Poll& poll);

  // For evaluations whose batches come from elsewhere: what is judged between begin and end is added to the
  // evaluation, which end completes.
  void begin_evaluation();
  void judge(const float* pixels, const std::int64_t* labels, std::size_t count,
             Evaluation& evaluation) const;
  void end_evaluation(Evaluation& evaluation);

  Optimiser& optimiser() { return optimiser_; }

 private:
  // Calls use(pixels, labels, count) for batches of the set, as it is validated on.
  template <typename Use>
  void for_each_batch(const PictureSet& set, const Normalisation& normalisation, const Poll& poll,
                      const Use& use) const;
  at::Tensor forward(const at::Tensor& images, bool training) const;
  at::Tensor image_batch(const float* pixels, std::size_t count) const;
  at::Tensor label_batch(const std::int64_t* labels, std::size_t count) const;
  at::Tensor soft_label_batch(const float* soft_labels, std::size_t count) const;

  ChildSpec spec_;
  ImageShape shape_;  // of the pictures
  int classes_;
  at::Device device_;
  bool bf16_;
  std::unique_ptr<ChildModel> child_;
  Optimiser optimiser_;
  at::Tensor loss_;  // summed over samples since the last finish_epoch(), as is correct_
  at::Tensor correct_;
  std::size_t seen_ = 0;
};

}  // namespace variegate
