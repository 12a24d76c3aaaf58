// What a policy does to a batch of samples that have been through its tree: mixes of samples, with soft
// labels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/thread_pool.h"
#include "variegate/data/sample.h"
#include "variegate/ops/mix.h"
#include "variegate/policy/policy.h"

namespace variegate {

// Policy::batch, looked up once. The same batch gives the same result: every draw is keyed by (seed, epoch,
// sample), and a result depends on which samples are in the batch, and in which order, but not on threads.
class BatchMixes {
 public:
  // Error when the policy is not sound.
  BatchMixes(const Policy& policy, std::uint64_t seed);

  // Whether there are none: then apply() copies.
  bool empty() const { return mixes_.empty(); }

  // The field whose pictures are mixed; other fields stay as they are.
  const std::string& field() const { return field_; }

  // The positions in a batch of `count` samples that apply() reads for the sample of that index at
  // `position`: its own first. One alone: the sample stays as it is.
  std::vector<std::size_t> parents(std::uint64_t index, std::size_t position, std::size_t count,
                                   std::uint64_t epoch) const;

  // What becomes of the sample at that position of the batch, whose pictures are of one shape: its picture
  // and how much of each class it shows. Memory of `mixed` is used again. Thread-safe. Error when shapes
  // differ. Of the batch only the samples at parents() are read.
  void apply(std::span<const Sample> batch, std::size_t position, std::uint64_t epoch,
             MixedSample& mixed) const;

  // All of them, mixed[i] from batch[i], on the pool's threads.
  void apply(std::span<const Sample> batch, std::span<MixedSample> mixed, std::uint64_t epoch,
             ThreadPool& pool) const;

 private:
  struct Mix {
    MixOptions options;
    double probability;  // of a sample to be given this one
  };
  // The mix that is done to the sample of that index; nullptr: none.
  const Mix* drawn(std::uint64_t index, std::uint64_t epoch) const;

  std::uint64_t seed_ = 0;
  std::string field_ = "image";
  std::vector<Mix> mixes_;
};

// The policy, when it has none. Else Error (usage); `why` says why whoever asks does not mix: "a copy has one
// label".
const Policy& require_no_mixes(const Policy& policy, const std::string& why);

}  // namespace variegate
