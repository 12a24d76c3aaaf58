// Copies of a policy that mixes samples: which samples meet in a copy, and what becomes of them.
//
// Copy k is made of the batches that a loader which shuffles gives in epoch k. Of a batch only the partners
// of one sample are made at a time, so that copies are the same whoever makes which of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "variegate/apply/copy_options.h"
#include "variegate/data/dataset.h"
#include "variegate/pipeline/batch_mixes.h"

namespace variegate {

// Error (usage) when the policy mixes samples and these cannot be: they have boxes, masks or keypoints, which
// do not follow, or one has a label that is no class.
void check_can_be_mixed(const Policy& policy, const Dataset& dataset);

class CopyMixer {
 public:
  // The data set must outlive it. Error as check_can_be_mixed().
  CopyMixer(const Dataset& dataset, const Policy& policy, const CopyOptions& options);

  // Whether the policy mixes nothing.
  bool empty() const { return mixes_.empty(); }

  // The samples that copies of begin .. end - 1 are made of, rising, each once.
  std::vector<std::size_t> sources(std::size_t begin, std::size_t end);

  // Makes a partner as it is before it is mixed, in the shape of the sample; false: it cannot be read.
  using Augment = std::function<bool(std::size_t partner, Sample& made)>;

  struct Mixed {
    SoftLabel label;
    std::vector<std::size_t> partners;  // in the order in which they are drawn
  };

  // The augmented sample becomes what it is after its batch of that copy was mixed. It takes the place of a
  // partner that cannot be read. Memory is 8 bytes a sample and copy.
  Mixed mix(Sample& sample, int copy, const Augment& augment);

 private:
  // The batches of a copy.
  struct Deal {
    std::vector<std::uint32_t> order;   // of the samples
    std::vector<std::uint32_t> places;  // of each sample in that order
  };
  struct Place {
    const std::uint32_t* batch = nullptr;  // the samples of the batch, in order
    std::size_t position = 0;              // among them
    std::size_t count = 0;
  };
  Place place_of(std::size_t index, int copy);

  const Dataset& dataset_;
  BatchMixes mixes_;
  std::uint64_t seed_;
  std::size_t batch_size_;
  int copies_;
  std::vector<Deal> deals_;    // by copy, made when they are asked for
  std::vector<Sample> batch_;  // of which only the sample and its partners are there
  MixedSample mixed_;
};

}  // namespace variegate
