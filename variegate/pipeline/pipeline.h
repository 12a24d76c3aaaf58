// Runs a policy over samples. The same bytes come out for any number of threads and for one sample
// alone, because every draw is keyed by (seed, epoch, sample, place in the tree).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "variegate/core/thread_pool.h"
#include "variegate/data/sample.h"
#include "variegate/kernels/normalise.h"
#include "variegate/ops/image/parts/annotations.h"
#include "variegate/ops/scratch.h"
#include "variegate/policy/policy.h"

namespace variegate {

struct AppliedCall;
using Trace = std::vector<AppliedCall>;  // trace.h

struct PipelineOptions {
  // Joins runs of point operations into one table and runs of affine maps into one warp (fields/image_field.h
  // says what that changes). false: every operation on its own, in the published order.
  bool fuse = true;
  // The part of the picture that the policy begins with, when it begins with random_resized_crop, has been
  // taken before: see Pipeline::first_part().
  bool first_part_taken = false;
  AnnotationRules annotations = {};  // which boxes are dropped when their object leaves the picture
  // Whoever runs the pipeline also does Policy::batch (batch_mixes.h). false: a policy with mixes is an
  // Error, so that none is left out in silence.
  bool batch_follows = false;
};

class Pipeline {
 public:
  // Checks the policy and looks its operations up once. Error when it is not sound.
  Pipeline(const Policy& policy, std::uint64_t seed, const PipelineOptions& options = {});
  ~Pipeline();
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;

  // Augments one sample in place. const and thread-safe with a scratch a thread. Epochs count from 0. Boxes,
  // masks and keypoints of a picture follow every geometric operation on it, one by one; but not those of a
  // mix, which shows the picture in several places at once, among them where it was. Error, naming the
  // sample and the field, when it lacks a field of the policy, the field is of another kind, or a mask does
  // not fit its picture.
  void apply(Sample& sample, std::uint64_t epoch, Scratch& scratch) const;

  // Does what `sample = original` and apply() do, but the first pass over a picture reads the original's,
  // which is not copied only to be changed. Memory that the sample holds is used again. They may be the same.
  // trace: if given, becomes the list of the calls that were made.
  void apply(const Sample& original, Sample& sample, std::uint64_t epoch, Scratch& scratch,
             Trace* trace = nullptr) const;

  // Does the same, and writes the picture in the policy's first field as a model takes it: width x height x
  // channels elements. Error when that field holds no picture.
  void apply(const Sample& original, Sample& sample, std::uint64_t epoch, Scratch& scratch,
             const TensorFormat& format, void* out) const;

  // The part that the policy takes of a picture of that size when its first step in this epoch, always
  // applied, is random_resized_crop; nullopt when it is another. It is for callers that have the picture in
  // more pixels than it is to have and resize the part themselves, which blurs less than enlarging what was
  // already made smaller; the pipeline is then made with first_part_taken.
  std::optional<Box> first_part(std::uint64_t sample, std::uint64_t epoch, int width, int height) const;

  // Augments a batch in place on the pool's threads.
  void apply_batch(std::span<Sample> samples, std::uint64_t epoch, ThreadPool& pool) const;

 private:
  struct Plan;
  struct Run;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace variegate
