// A batch that a loader is making.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "variegate/loader/batch_order.h"
#include "variegate/loader/unmixed_batch.h"

namespace variegate {

struct SampleFault {
  std::size_t place = 0;  // in the batch
  std::exception_ptr cause;
  std::string words;
};

// A batch on its way. Its samples are made, and then, if the policy has mixes, all that could be made are
// mixed.
struct BatchJob {
  std::byte* memory = nullptr;
  std::uint64_t epoch = 0;
  std::size_t first = 0;  // place in the epoch's order
  std::size_t count = 0;
  SampleOrder order;
  std::unique_ptr<UnmixedBatch> unmixed;  // nullptr when the policy has no mixes
  bool mixing = false;                    // all samples are made
  bool abandoned = false;
  std::size_t samples = 0;  // to be made, or to be mixed
  std::size_t claimed = 0;  // of them
  std::size_t finished = 0;
  std::vector<SampleFault> faults;

  void sort_faults() {
    std::sort(faults.begin(), faults.end(),
              [](const SampleFault& a, const SampleFault& b) { return a.place < b.place; });
  }
};

}  // namespace variegate
