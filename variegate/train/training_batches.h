// What a child is shown while it trains: the loader's batches over a data set, epoch after epoch to the last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "variegate/policy/policy.h"
#include "variegate/train/child_batch.h"

namespace variegate {

struct TrainingBatch : ChildBatch {
  int epoch = 0;  // counted from 0
  bool ends_epoch = false;
};

struct TrainingBatchesOptions {
  int batch_size = 64;     // at most that many samples; the batches of an epoch differ by one sample at most
  std::uint64_t seed = 0;  // of the order of samples and the augmentation
  int first_epoch = 0;     // where to begin: after a restore, the epochs already trained
  int epochs = 1;          // where to end
  bool fuse = true;        // operations joined where they may be: see PipelineOptions
  bool overlap = true;     // false: batches are made on the thread that asks; the same batches come out
  // The same samples as well as they are without the policy's tree; where the policy mixes samples, mixed
  // alike.
  bool clean = false;
};

// Every epoch visits each sample once, in an order keyed by (seed, epoch). The last batch of an epoch is as
// full as the others: a rest of one sample would have no batch statistics.
class TrainingBatches {
 public:
  // loading: how fields are brought to what a child takes (TaskData::loading). Of pictures that have their
  // own shapes the part that the policy begins with is taken from the whole picture, else its middle. The
  // data must outlive it. Error when the policy is not sound.
  TrainingBatches(const Dataset& data, const LoaderOptions& loading, const Policy& policy,
                  const TrainingBatchesOptions& options);
  ~TrainingBatches();
  TrainingBatches(const TrainingBatches&) = delete;
  TrainingBatches& operator=(const TrainingBatches&) = delete;

  // The next batch, which stays valid until the next call; nullptr after the last epoch. An error met while
  // making a batch is thrown here.
  const TrainingBatch* next();

  // Seconds that calls of next() spent waiting for a batch (making it, without overlap), in total.
  double waited() const { return waited_; }

 private:
  class View;

  std::unique_ptr<View> augmented_;
  std::unique_ptr<View> clean_;  // nullptr: not asked for
  std::size_t batches_;          // in all
  std::size_t taken_ = 0;
  TrainingBatch batch_;
  double waited_ = 0.0;
};

}  // namespace variegate
