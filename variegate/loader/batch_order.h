// Which samples each batch holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "variegate/loader/loader_options.h"
#include "variegate/loader/loader_state.h"

namespace variegate {

using SampleOrder = std::shared_ptr<const std::vector<std::size_t>>;

class BatchOrder {
 public:
  // options: with their samples; they must outlive it.
  explicit BatchOrder(const LoaderOptions& options) : options_(options) {}

  std::size_t samples() const { return options_.samples.size(); }  // an epoch
  std::size_t batches_an_epoch() const;

  // All samples of the epoch; of the last epoch that was asked for it is kept.
  SampleOrder of(std::uint64_t epoch);

  // The place, or the next epoch's beginning when no batch starts there.
  LoaderState begin_of_batch(const LoaderState& place) const;
  // Where the batch ends that begins at that sample of an epoch.
  std::size_t end_of_batch(std::size_t first) const;
  // Where the batch begins that follows one of that many samples at that place.
  LoaderState after(const LoaderState& place, std::size_t count) const {
    return begin_of_batch({.epoch = place.epoch, .sample = place.sample + count});
  }

 private:
  std::size_t batch_size() const { return static_cast<std::size_t>(options_.batch_size); }

  const LoaderOptions& options_;
  SampleOrder order_;
  std::uint64_t order_epoch_ = 0;
};

}  // namespace variegate
