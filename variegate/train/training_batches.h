// What a child is shown while it trains: the loader's batches over a picture set, epoch after epoch to the
// last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "variegate/data/pool_dataset.h"
#include "variegate/loader/loader.h"
#include "variegate/policy/policy.h"
#include "variegate/train/normalisation.h"

namespace variegate {

struct TrainingBatch {
  int epoch = 0;  // counted from 0
  bool ends_epoch = false;
  std::size_t size = 0;           // samples
  const float* pixels = nullptr;  // size x height x width x channels, normalised
  std::vector<std::int64_t> labels = {};
  const float* soft_labels = nullptr;  // size x classes when the policy mixes samples, else nullptr
};

struct TrainingBatchesOptions {
  int batch_size = 64;     // at most that many samples; the batches of an epoch differ by one sample at most
  std::uint64_t seed = 0;  // of the order of samples and the augmentation
  int first_epoch = 0;     // where to begin: after a restore, the epochs already trained
  int epochs = 1;          // where to end
  bool fuse = true;        // operations joined where they may be: see PipelineOptions
  bool overlap = true;     // false: batches are made on the thread that asks; the same batches come out
};

// Every epoch visits each sample once, in an order keyed by (seed, epoch). The last batch of an epoch is as
// full as the others: a rest of one sample would have no batch statistics.
class TrainingBatches {
 public:
  // Of pictures that have their own shapes (DataFit::crop) the part that the policy begins with is taken from
  // the whole picture, else its middle. Error when the policy is not sound.
  TrainingBatches(const PictureSet& set, const Normalisation& normalisation, const Policy& policy,
                  const TrainingBatchesOptions& options);

  // The next batch, which stays valid until the next call; nullptr after the last epoch. An error met while
  // making a batch is thrown here.
  const TrainingBatch* next();

  // Seconds that calls of next() spent waiting for a batch (making it, without overlap), in total.
  double waited() const { return waited_; }

 private:
  void submit();

  // One batch in use by training, and, with overlap, the two that the loader may have on their way. Declared
  // before the loader, which writes to them until it ends.
  std::vector<std::vector<float>> memory_;
  PoolDataset data_;
  Loader loader_;
  std::size_t batches_;  // in all
  std::size_t submitted_ = 0;
  std::size_t taken_ = 0;
  LoadedBatch loaded_;
  TrainingBatch batch_;
  double waited_ = 0.0;
};

}  // namespace variegate
