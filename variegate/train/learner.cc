#include "variegate/train/learner.h"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <vector>

#include "variegate/train/precision.h"
#include "variegate/train/training_loss.h"

namespace variegate {
namespace {

constexpr std::size_t kEvaluationBatch = 256;

std::unique_ptr<ChildModel> initialised_child(const std::string& model, const ChildInputs& inputs,
                                              std::uint64_t seed) {
  auto child = make_child(model, inputs);
  initialise(*child, seed);
  return child;
}

}  // namespace

Learner::Learner(const ChildSpec& spec, const ChildInputs& inputs, std::uint64_t seed, bool bf16)
    : spec_(spec),
      shape_(inputs.image(0)),
      classes_(inputs.classes),
      device_(spec.device),
      bf16_(bf16),
      child_(initialised_child(spec.model, inputs, seed)),
      optimiser_(*child_, spec, device_),
      loss_(at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(device_))),
      correct_(at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device_))) {}

void Learner::learn(const float* pixels, const std::int64_t* labels, std::size_t count, double rate,
                    const float* soft_labels) {
  const at::Tensor images = image_batch(pixels, count);
  const bool mixed = soft_labels != nullptr;
  const at::Tensor truth = mixed ? soft_label_batch(soft_labels, count) : label_batch(labels, count);
  optimiser_.zero_gradients();
  const at::Tensor answers = forward(images, /*training=*/true);
  const at::Tensor loss = training_loss(answers, truth, spec_.label_smoothing);
  loss.backward();
  optimiser_.step(rate);
  // Summed where the child is: on a GPU, reading a number back after each batch would stall it.
  const c10::NoGradGuard no_grad;
  loss_.add_(loss.detach(), static_cast<double>(count));
  correct_.add_(answers.argmax(1).eq(mixed ? truth.argmax(1) : truth).sum());
  seen_ += count;
}

Learner::Means Learner::finish_epoch() {
  const auto seen = static_cast<double>(seen_);
  const Means means{loss_.item<double>() / seen, static_cast<double>(correct_.item<std::int64_t>()) / seen};
  loss_.zero_();
  correct_.zero_();
  seen_ = 0;
  return means;
}

template <typename Use>
void Learner::for_each_batch(const PictureSet& set, const Normalisation& normalisation, const Poll& poll,
                             const Use& use) const {
  // Normalised anew each time: a hundredth of the work, where keeping the floats would take four times the
  // memory of the data.
  std::vector<float> pixels(std::min(kEvaluationBatch, set.size()) * normalisation.size());
  std::vector<std::int64_t> labels(kEvaluationBatch);
  Image image;
  ResizeScratch scratch;
  for (std::size_t first = 0; first < set.size(); first += kEvaluationBatch) {
    if (poll) poll();
    const std::size_t count = std::min(kEvaluationBatch, set.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      set.cut(first + i, set.middle(first + i), image, scratch);
      normalisation.apply(image, pixels.data() + i * normalisation.size());
      labels[i] = set.label(first + i);
    }
    use(pixels.data(), labels.data(), count);
  }
}

Evaluation Learner::evaluate(const PictureSet& set, const Normalisation& normalisation, const Poll& poll) {
  Evaluation evaluation;
  evaluation.right.reserve(set.size());
  begin_evaluation();
  for_each_batch(set, normalisation, poll,
                 [&](const float* pixels, const std::int64_t* labels, std::size_t count) {
                   judge(pixels, labels, count, evaluation);
                 });
  end_evaluation(evaluation);
  return evaluation;
}

Features Learner::features(const PictureSet& set, const Normalisation& normalisation, const Poll& poll) {
  const c10::InferenceMode inference;
  Features made;
  optimiser_.swap_averages();
  for_each_batch(set, normalisation, poll, [&](const float* pixels, const std::int64_t*, std::size_t count) {
    const Autocast autocast(device_.is_cuda(), bf16_);
    const at::Tensor images = image_batch(pixels, count);
    const at::Tensor batch =
        child_->features({&images, 1}, /*training=*/false).to(at::kFloat).cpu().contiguous();
    made.size = static_cast<std::size_t>(batch.size(1));
    const float* values = batch.const_data_ptr<float>();
    made.values.insert(made.values.end(), values, values + batch.numel());
  });
  optimiser_.swap_averages();
  return made;
}

void Learner::begin_evaluation() { optimiser_.swap_averages(); }

void Learner::judge(const float* pixels, const std::int64_t* labels, std::size_t count,
                    Evaluation& evaluation) const {
  const c10::InferenceMode inference;
  const at::Tensor truth = label_batch(labels, count);
  const at::Tensor answers = forward(image_batch(pixels, count), /*training=*/false);
  evaluation.loss += at::cross_entropy_loss(answers, truth, {}, at::Reduction::Sum).item<double>();
  const at::Tensor equal = answers.argmax(1).eq(truth).cpu();
  const bool* right = equal.const_data_ptr<bool>();
  evaluation.right.insert(evaluation.right.end(), right, right + count);
}

void Learner::end_evaluation(Evaluation& evaluation) {
  optimiser_.swap_averages();
  evaluation.loss /= static_cast<double>(evaluation.right.size());
}

at::Tensor Learner::forward(const at::Tensor& images, bool training) const {
  const Autocast autocast(device_.is_cuda(), bf16_);
  return child_->logits({&images, 1}, training).to(at::kFloat);
}

// The pictures' own order of values (rows, columns, channels) is libtorch's channels-last: no copy on a CPU.
at::Tensor Learner::image_batch(const float* pixels, std::size_t count) const {
  return at::from_blob(const_cast<float*>(pixels),
                       {static_cast<std::int64_t>(count), shape_.height, shape_.width, shape_.channels},
                       at::kFloat)
      .permute({0, 3, 1, 2})
      .to(device_);
}

at::Tensor Learner::label_batch(const std::int64_t* labels, std::size_t count) const {
  return at::from_blob(const_cast<std::int64_t*>(labels), {static_cast<std::int64_t>(count)}, at::kLong)
      .to(device_);
}

at::Tensor Learner::soft_label_batch(const float* soft_labels, std::size_t count) const {
  return at::from_blob(const_cast<float*>(soft_labels), {static_cast<std::int64_t>(count), classes_},
                       at::kFloat)
      .to(device_);
}

}  // namespace variegate
