#include "variegate/train/learner.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>

#include "variegate/train/evaluation_batches.h"
#include "variegate/train/field_tensor.h"
#include "variegate/train/precision.h"

namespace variegate {
namespace {

std::unique_ptr<ChildModel> initialised_child(const std::string& model, const ChildInputs& inputs,
                                              std::uint64_t seed) {
  auto child = make_child(model, inputs);
  initialise(*child, seed);
  return child;
}

}  // namespace

Learner::Learner(const ChildSpec& spec, const ChildInputs& inputs, std::uint64_t seed, bool bf16)
    : spec_(spec),
      inputs_(inputs),
      device_(spec.device),
      bf16_(bf16),
      losses_(losses_of(spec)),
      asks_embeddings_(std::any_of(losses_.begin(), losses_.end(),
                                   [](const Loss* loss) { return loss->asks_embeddings; })),
      child_(initialised_child(spec.model, inputs, seed)),
      optimiser_(*child_, spec, device_),
      loss_(at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(device_))),
      correct_(at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device_))) {}

bool Learner::asks_clean() const {
  return std::any_of(losses_.begin(), losses_.end(), [](const Loss* loss) { return loss->asks_clean; });
}

void Learner::learn(const ChildBatch& batch, double rate) {
  const bool mixed = batch.soft_labels != nullptr;
  optimiser_.zero_gradients();
  LossInputs inputs = answers(batch);
  inputs.truth = mixed ? soft_label_batch(batch.soft_labels, batch.size) : label_batch(batch.labels);
  inputs.label_smoothing = spec_.label_smoothing;
  const at::Tensor loss = total_loss(losses_, spec_, inputs);
  loss.backward();
  optimiser_.step(rate);
  // Summed where the child is: on a GPU, reading a number back after each batch would stall it.
  const c10::NoGradGuard no_grad;
  loss_.add_(loss.detach(), static_cast<double>(batch.size));
  correct_.add_(inputs.logits.argmax(1).eq(mixed ? inputs.truth.argmax(1) : inputs.truth).sum());
  seen_ += batch.size;
}

// Samples and their clean view go through the child as one batch, so that both are normalised by the same
// statistics, as in AugMix.
LossInputs Learner::answers(const ChildBatch& batch) const {
  std::vector<at::Tensor> fields = field_batch(batch.fields, batch.size);
  const bool has_clean = !batch.clean.empty();
  if (has_clean) {
    const std::vector<at::Tensor> clean = field_batch(batch.clean, batch.size);
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = at::cat({fields[i], clean[i]});
  }
  const auto count = static_cast<std::int64_t>(batch.size);
  const auto augmented = [&](const at::Tensor& all) { return has_clean ? all.narrow(0, 0, count) : all; };
  LossInputs inputs;
  const Autocast autocast(device_.is_cuda(), bf16_);
  if (asks_embeddings_) inputs.embeddings = child_->embeddings(fields, /*training=*/true);
  const at::Tensor features = inputs.embeddings.empty() ? child_->features(fields, /*training=*/true)
                                                        : child_->join(inputs.embeddings);
  const at::Tensor logits = child_->classify(features).to(at::kFloat);
  inputs.logits = augmented(logits);
  if (has_clean) inputs.clean_logits = logits.narrow(0, count, count);
  for (at::Tensor& embedding : inputs.embeddings) embedding = augmented(embedding).to(at::kFloat);
  return inputs;
}

Learner::Means Learner::finish_epoch() {
  const auto seen = static_cast<double>(seen_);
  const Means means{loss_.item<double>() / seen, static_cast<double>(correct_.item<std::int64_t>()) / seen};
  loss_.zero_();
  correct_.zero_();
  seen_ = 0;
  return means;
}

Evaluation Learner::evaluate(const Dataset& data, const LoaderOptions& loading, const Poll& poll) {
  Evaluation evaluation;
  evaluation.right.reserve(data.size());
  begin_evaluation();
  for_each_batch(data, loading, [&](const ChildBatch& batch) {
    if (poll) poll();
    judge(batch, evaluation);
  });
  end_evaluation(evaluation);
  return evaluation;
}

Features Learner::features(const Dataset& data, const LoaderOptions& loading, const Poll& poll) {
  const c10::InferenceMode inference;
  Features made;
  optimiser_.swap_averages();
  for_each_batch(data, loading, [&](const ChildBatch& batch) {
    if (poll) poll();
    const Autocast autocast(device_.is_cuda(), bf16_);
    const at::Tensor rows = child_->features(field_batch(batch.fields, batch.size), /*training=*/false)
                                .to(at::kFloat)
                                .cpu()
                                .contiguous();
    made.size = static_cast<std::size_t>(rows.size(1));
    const float* values = rows.const_data_ptr<float>();
    made.values.insert(made.values.end(), values, values + rows.numel());
  });
  optimiser_.swap_averages();
  return made;
}

void Learner::begin_evaluation() { optimiser_.swap_averages(); }

void Learner::judge(const ChildBatch& batch, Evaluation& evaluation) const {
  const c10::InferenceMode inference;
  const at::Tensor truth = label_batch(batch.labels);
  const std::vector<at::Tensor> fields = field_batch(batch.fields, batch.size);
  const at::Tensor logits = [&] {
    const Autocast autocast(device_.is_cuda(), bf16_);
    return child_->logits(fields, /*training=*/false).to(at::kFloat);
  }();
  evaluation.loss += at::cross_entropy_loss(logits, truth, {}, at::Reduction::Sum).item<double>();
  const at::Tensor equal = logits.argmax(1).eq(truth).cpu();
  const bool* right = equal.const_data_ptr<bool>();
  evaluation.right.insert(evaluation.right.end(), right, right + batch.size);
}

void Learner::end_evaluation(Evaluation& evaluation) {
  optimiser_.swap_averages();
  evaluation.loss /= static_cast<double>(evaluation.right.size());
}

std::vector<at::Tensor> Learner::field_batch(const std::vector<const void*>& fields,
                                             std::size_t count) const {
  std::vector<at::Tensor> tensors;
  for (std::size_t i = 0; i < fields.size(); ++i)
    tensors.push_back(field_tensor(inputs_.fields.at(i), fields[i], count).to(device_));
  return tensors;
}

at::Tensor Learner::label_batch(const std::vector<std::int64_t>& labels) const {
  return at::from_blob(const_cast<std::int64_t*>(labels.data()), {static_cast<std::int64_t>(labels.size())},
                       at::kLong)
      .to(device_);
}

at::Tensor Learner::soft_label_batch(const float* soft_labels, std::size_t count) const {
  return at::from_blob(const_cast<float*>(soft_labels), {static_cast<std::int64_t>(count), inputs_.classes},
                       at::kFloat)
      .to(device_);
}

}  // namespace variegate
