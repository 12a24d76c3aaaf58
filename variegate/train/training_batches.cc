#include "variegate/train/training_batches.h"

#include <algorithm>
#include <chrono>

namespace variegate {
namespace {

LoaderOptions loader_options(const PictureSet& set, const Normalisation& normalisation, const Policy& policy,
                             const TrainingBatchesOptions& options) {
  LoaderOptions loader;
  loader.batch_size = options.batch_size;
  loader.width = set.width;
  loader.height = set.height;
  loader.channels = set.channels;
  loader.seed = options.seed;
  loader.threads = options.overlap ? 1 : 0;
  loader.even_batches = true;
  loader.order = "order";
  if (set.fit == DataFit::crop) loader.fit.kind = Fit::Kind::policy_part;
  loader.policy = policy;
  loader.pipeline.fuse = options.fuse;
  loader.format = normalisation.format();
  return loader;
}

}  // namespace

TrainingBatches::TrainingBatches(const PictureSet& set, const Normalisation& normalisation,
                                 const Policy& policy, const TrainingBatchesOptions& options)
    : memory_(options.overlap ? 3 : 1),
      data_(set),
      loader_(data_, loader_options(set, normalisation, policy, options)) {
  for (std::vector<float>& memory : memory_) memory.resize(loader_.batch_bytes() / sizeof(float));
  const int epochs = std::max(0, options.epochs - options.first_epoch);
  batches_ = loader_.batches_an_epoch() * static_cast<std::size_t>(epochs);
  loader_.restore({.epoch = static_cast<std::uint64_t>(options.first_epoch), .sample = 0});
  while (submitted_ + 1 < memory_.size() && submitted_ < batches_) submit();
}

void TrainingBatches::submit() {
  loader_.submit(memory_[submitted_ % memory_.size()].data());
  ++submitted_;
}

const TrainingBatch* TrainingBatches::next() {
  if (taken_ == batches_) return nullptr;
  const auto start = std::chrono::steady_clock::now();
  const bool ahead = memory_.size() > 1;
  if (!ahead) submit();
  loader_.next(loaded_);
  waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ++taken_;
  if (ahead && submitted_ < batches_) submit();  // into the memory of the batch before this one
  batch_.epoch = static_cast<int>(loaded_.epoch);
  batch_.ends_epoch = loader_.state().sample == 0;
  batch_.size = loaded_.size;
  batch_.pixels = static_cast<const float*>(loaded_.memory);
  batch_.labels.assign(loaded_.labels.begin(), loaded_.labels.end());
  batch_.soft_labels = loaded_.soft_labels.empty() ? nullptr : loaded_.soft_labels.data();
  return &batch_;
}

}  // namespace variegate
