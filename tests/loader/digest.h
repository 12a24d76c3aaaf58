// What a loader gives out, as one number.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/loader/loader.h"
#include "variegate/policy/published.h"

namespace variegate {

// A digest of the bytes, labels, soft labels and places of the next batches, of which two are under way at a
// time where the loader allows it.
inline std::uint64_t digest_of_batches(Loader& loader, int batches) {
  std::vector<std::vector<char>> memory(2, std::vector<char>(loader.batch_bytes()));
  const std::size_t bytes = loader.batch_bytes();
  loader.submit(memory[0].data());
  std::uint64_t digest = 0;
  for (int i = 0; i < batches; ++i) {
    if (i + 1 < batches) loader.submit(memory[static_cast<std::size_t>(i + 1) % 2].data());
    LoadedBatch batch;
    loader.next(batch);
    const std::size_t own = bytes * batch.size / static_cast<std::size_t>(loader.batch_size());
    digest = derive(digest, hash_text(std::string_view(static_cast<const char*>(batch.memory), own)));
    for (std::size_t k = 0; k < batch.size; ++k)
      digest = derive(derive(digest, batch.indices[k]), static_cast<std::uint64_t>(batch.labels[k]));
    for (const float weight : batch.soft_labels)
      digest = derive(digest, std::uint64_t{std::bit_cast<std::uint32_t>(weight)});
    digest = derive(digest, batch.epoch);
  }
  return digest;
}

// Crops, flips, RandAugment and what a model takes.
inline LoaderOptions usual_options() {
  LoaderOptions options;
  options.batch_size = 16;
  options.seed = 5;
  options.policy = with_base(base_policy("crop-flip"), find_policy("randaugment:2:9"));
  options.format = with_moments({}, {0.5, 0.4, 0.3, 0}, {0.2, 0.25, 0.3, 1});
  return options;
}

}  // namespace variegate
