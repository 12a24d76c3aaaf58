// Batches of augmented, normalised pictures, made by a second thread while the child trains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"
#include "variegate/train/normalisation.h"

namespace variegate {

struct Batch {
  int epoch = 0;  // counted from 0
  bool ends_epoch = false;
  std::size_t size = 0;       // samples
  std::vector<float> pixels;  // size x height x width x channels
  std::vector<std::int64_t> labels;
};

struct FeederOptions {
  int batch_size = 64;     // at most that many samples; the batches of an epoch differ by one sample at most
  std::uint64_t seed = 0;  // of the order of samples and the augmentation
  int first_epoch = 0;     // where to begin: after a restore, the epochs already trained
  int epochs = 1;          // where to end
  bool fuse = true;        // operations joined where they may be: see PipelineOptions
  bool overlap = true;     // false: batches are made on the thread that asks; the same batches come out
};

// Every epoch visits each sample once, in an order keyed by (seed, epoch). The last batch of an epoch is as
// full as the others: a rest of one sample would have no batch statistics.
class BatchFeeder {
 public:
  // `normalisation` must outlive the feeder. Of pictures that have their own shapes (DataFit::crop) the part
  // that the policy begins with is taken from the whole picture, else its middle. Error when the policy is
  // not sound.
  BatchFeeder(const PictureSet& set, const Normalisation& normalisation, const Policy& policy,
              const FeederOptions& options);
  ~BatchFeeder();
  BatchFeeder(const BatchFeeder&) = delete;
  BatchFeeder& operator=(const BatchFeeder&) = delete;

  // The next batch, which stays valid until the next call; nullptr after the last epoch. An error met while
  // making a batch is thrown here.
  const Batch* next();

  // Seconds that calls of next() spent waiting for a batch (making it, without overlap), in total.
  double waited() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace variegate
