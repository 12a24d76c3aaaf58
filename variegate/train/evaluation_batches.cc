#include "variegate/train/evaluation_batches.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace variegate {
namespace {

constexpr std::size_t kEvaluated = 256;

}  // namespace

// Loaded anew each time: a hundredth of the work, where keeping the floats would take four times the memory
// of the data.
void for_each_batch(const Dataset& data, const LoaderOptions& loading,
                    const std::function<void(const ChildBatch&)>& use) {
  LoaderOptions options = loading;
  options.batch_size = static_cast<int>(std::min(kEvaluated, data.size()));
  options.threads = 0;
  options.prefetch = 1;
  options.shuffle = false;
  Loader loader(data, options);
  std::vector<std::byte> memory(loader.batch_bytes());
  LoadedBatch loaded;
  ChildBatch batch;
  for (std::size_t i = 0; i < loader.batches_an_epoch(); ++i) {
    loader.submit(memory.data());
    loader.next(loaded);
    assign(batch, loader.fields(), loaded);
    use(batch);
  }
}

}  // namespace variegate
