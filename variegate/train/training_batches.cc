#include "variegate/train/training_batches.h"

#include <algorithm>
#include <chrono>

namespace variegate {
namespace {

LoaderOptions training_loading(LoaderOptions loading, const Policy& policy,
                               const TrainingBatchesOptions& options) {
  loading.batch_size = options.batch_size;
  loading.seed = options.seed;
  loading.threads = options.overlap ? 1 : 0;
  loading.even_batches = true;
  loading.order = "order";
  loading.policy = policy;
  loading.pipeline.fuse = options.fuse;
  return loading;
}

Policy without_tree(Policy policy) {
  policy.root = Policy().root;
  return policy;
}

}  // namespace

// A loader with the memory that it writes to: one batch in use by training, and, with overlap, the two that
// it may have on their way.
class TrainingBatches::View {
 public:
  View(const Dataset& data, const LoaderOptions& loading, const TrainingBatchesOptions& options)
      : memory_(options.overlap ? 3 : 1), loader_(data, loading) {
    for (std::vector<std::byte>& memory : memory_) memory.resize(loader_.batch_bytes());
    const int epochs = std::max(0, options.epochs - options.first_epoch);
    batches_ = loader_.batches_an_epoch() * static_cast<std::size_t>(epochs);
    loader_.restore({.epoch = static_cast<std::uint64_t>(options.first_epoch), .sample = 0});
    while (submitted_ + 1 < memory_.size() && submitted_ < batches_) submit();
  }

  std::size_t batches() const { return batches_; }
  const std::vector<FieldBuffer>& fields() const { return loader_.fields(); }
  bool at_epochs_end() const { return loader_.state().sample == 0; }

  // Waits for the next batch, which stays valid until the next call.
  const LoadedBatch& next() {
    const bool ahead = memory_.size() > 1;
    if (!ahead) submit();
    loader_.next(loaded_);
    if (ahead && submitted_ < batches_) submit();  // into the memory of the batch before this one
    return loaded_;
  }

 private:
  void submit() {
    loader_.submit(memory_[submitted_ % memory_.size()].data());
    ++submitted_;
  }

  std::vector<std::vector<std::byte>> memory_;  // before the loader, which writes to it until it ends
  Loader loader_;
  LoadedBatch loaded_;
  std::size_t batches_ = 0;
  std::size_t submitted_ = 0;
};

TrainingBatches::TrainingBatches(const Dataset& data, const LoaderOptions& loading, const Policy& policy,
                                 const TrainingBatchesOptions& options)
    : augmented_(std::make_unique<View>(data, training_loading(loading, policy, options), options)),
      batches_(augmented_->batches()) {
  if (!options.clean) return;
  clean_ = std::make_unique<View>(data, training_loading(loading, without_tree(policy), options), options);
}

TrainingBatches::~TrainingBatches() = default;

const TrainingBatch* TrainingBatches::next() {
  if (taken_ == batches_) return nullptr;
  const auto start = std::chrono::steady_clock::now();
  const LoadedBatch& loaded = augmented_->next();
  assign(batch_, augmented_->fields(), loaded);
  if (clean_) batch_.clean = field_places(clean_->fields(), clean_->next());
  waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ++taken_;
  batch_.epoch = static_cast<int>(loaded.epoch);
  batch_.ends_epoch = augmented_->at_epochs_end();
  return &batch_;
}

}  // namespace variegate
