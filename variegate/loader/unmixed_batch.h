// The samples of a batch while they wait for each other, to be mixed.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "variegate/data/sample.h"

namespace variegate {

struct UnmixedBatch {
  std::vector<Sample> samples;
  std::vector<float> soft_labels;  // samples x classes, of what they are mixed into

  // Room for that many; memory is used again.
  void reset(std::size_t count, std::size_t classes) {
    if (samples.size() < count) samples.resize(count);
    soft_labels.resize(count * classes);
  }

  // The samples at those places, which rise, go behind the others of the first `count`, whose order stays.
  void put_last(std::span<const std::size_t> places, std::size_t count) {
    auto place = places.begin();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (place != places.end() && *place == i) {
        ++place;
      } else if (kept++ != i) {
        std::swap(samples[kept - 1], samples[i]);
      }
    }
  }
};

}  // namespace variegate
