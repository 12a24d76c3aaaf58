#include "variegate/throughput/loader_rate.h"

#include <algorithm>
#include <vector>

namespace variegate {

Rate loader_rate(const Dataset& dataset, LoaderOptions options, const RateOptions& rate) {
  options.threads = rate.threads == 1 ? 0 : rate.threads;
  options.batch_size = static_cast<int>(
      std::min(static_cast<std::size_t>(options.batch_size), std::max<std::size_t>(1, dataset.size())));
  options.drop_last = true;
  std::vector<std::vector<std::byte>> memory;  // outlives the loader, which fills it until the end
  Loader loader(dataset, options);
  memory.resize(static_cast<std::size_t>(options.prefetch), std::vector<std::byte>(loader.batch_bytes()));
  for (std::vector<std::byte>& batch : memory) loader.submit(batch.data());
  LoadedBatch batch;
  const auto pass = [&](int) {
    loader.next(batch);
    loader.submit(batch.memory);
  };
  return measure_rate(pass, options.batch_size,
                      {.seconds = rate.seconds, .rounds = rate.rounds, .threads = 1});
}

}  // namespace variegate
