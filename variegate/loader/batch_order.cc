#include "variegate/loader/batch_order.h"

#include <algorithm>
#include <utility>

#include "variegate/core/random.h"

namespace variegate {

std::size_t BatchOrder::batches_an_epoch() const {
  return (samples() + (options_.drop_last ? 0 : batch_size() - 1)) / batch_size();
}

SampleOrder BatchOrder::of(std::uint64_t epoch) {
  if (order_ && order_epoch_ == epoch) return order_;
  if (!options_.shuffle) {
    if (!order_) order_ = std::make_shared<const std::vector<std::size_t>>(options_.samples);
  } else {
    std::vector<std::size_t> drawn =
        Stream({options_.seed, epoch, 0, hash_text(options_.order)}).permutation(samples());
    for (std::size_t& place : drawn) place = options_.samples[place];
    order_ = std::make_shared<const std::vector<std::size_t>>(std::move(drawn));
  }
  order_epoch_ = epoch;
  return order_;
}

LoaderState BatchOrder::begin_of_batch(const LoaderState& place) const {
  const std::size_t least = options_.drop_last ? batch_size() : 1;
  if (place.sample + least <= samples()) return place;
  return {.epoch = place.epoch + 1, .sample = 0};
}

std::size_t BatchOrder::end_of_batch(std::size_t first) const {
  const std::size_t count = samples();
  if (!options_.even_batches) return std::min(first + batch_size(), count);
  const std::size_t batches = (count + batch_size() - 1) / batch_size();
  const std::size_t number = (first * batches + count - 1) / count;  // of the first batch from there on
  const std::size_t begin = number * count / batches;
  return begin > first ? begin : (number + 1) * count / batches;
}

}  // namespace variegate
