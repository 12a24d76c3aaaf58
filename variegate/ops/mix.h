// Mixes of samples: pictures made of several of a batch, and labels that say how much of each class they
// show. Which samples meet is drawn from the batch by a stream keyed by (seed, epoch, sample), so that the
// result depends on the batch and on nothing else: not on threads, nor on the order in which samples are
// mixed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/core/random.h"
#include "variegate/core/thread_pool.h"
#include "variegate/data/sample.h"
#include "variegate/ops/parameter.h"

namespace variegate {

inline constexpr std::size_t kMostParents = 4;

struct LabelWeight {
  int label = 0;
  float weight = 0.0F;
  bool operator==(const LabelWeight&) const = default;
};

// How much of each class a picture shows: weights above 0 that add up to 1, each class once, the sample's own
// first where it has a weight. Holds no memory of its own.
class SoftLabel {
 public:
  void add(int label, float weight);  // nothing when the weight is 0; at most kMostParents classes
  std::span<const LabelWeight> weights() const { return std::span(weights_).first(count_); }
  float weight_of(int label) const;  // 0 of classes that are not shown

 private:
  std::array<LabelWeight, kMostParents> weights_{};
  std::size_t count_ = 0;
};

struct MixArguments {
  std::span<const ConstImageView> parents;  // the sample's own picture first; all of one shape
  ImageView out;                            // of that shape, overlapping no parent
  std::span<const double> values;           // one a parameter, in the order of SampleMix::parameters
  Stream& random;
  std::span<float> shares;  // to be written: what each parent's label counts; they add up to 1
};

struct SampleMix {
  std::string name;     // "cutmix"; the same as its file
  std::string summary;  // one line: what it makes of the pictures and of their labels
  std::string source;   // the paper whose rule it follows
  std::vector<Parameter> parameters = {};
  // How the strength of a search maps to the first parameter; the strongest mixes the most.
  Magnitude magnitude = {};
  std::size_t parents = 2;  // 2 .. kMostParents
  // The kernel. Alpha is mixed as the colours are.
  void (*apply)(const MixArguments& arguments) = nullptr;
};

// Where a mix can be used, and where not: the text of errors.
inline constexpr const char* kWhereMixesWork =
    "mixes of samples stand in the \"batch\" of a policy file, beside \"policy\", and children train with "
    "them: "
    "see docs/policy-format.md";

// All mixes, by name. The list is generated from the file names in variegate/ops/mix.
const std::vector<const SampleMix*>& all_mixes();

// nullptr when there is no such mix.
const SampleMix* find_mix(const std::string& name);

// Like find_mix, but an Error (usage) with the nearest name when there is none. `where` is put first in the
// text.
const SampleMix& require_mix(const std::string& name, const std::string& where);

struct MixOptions {
  const SampleMix* mix = nullptr;
  std::vector<double> values = {};  // in the order of mix->parameters; those not given are the fallbacks
  double probability = 1.0;         // of a sample to be mixed; the others stay as they are
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
  std::string field = "image";  // whose pictures are mixed; other fields do not follow
};

struct MixedSample {
  Image image;
  SoftLabel label;
};

// The options with a value for every parameter. Error when there is no mix, or a value or the probability is
// out of range.
MixOptions checked(MixOptions options);

// The positions in a batch of `count` samples that mix_checked() reads for the sample of that index at
// `position`: its own first. One alone: the sample stays as it is.
std::vector<std::size_t> mix_parents(const MixOptions& options, std::uint64_t epoch, std::uint64_t index,
                                     std::size_t position, std::size_t count);

// The sample at that position, mixed with others of the batch, each drawn anew from all but itself (from a
// batch of one: itself). The same batch gives the same result. Memory of `mixed` is used again. Error when
// there is no mix, a value or the probability is out of range, or the pictures of the batch differ in shape.
void mix_sample(const MixOptions& options, std::span<const Sample> batch, std::size_t position,
                MixedSample& mixed);

// Like mix_sample, in that epoch, with options that are checked() already; allocates nothing once `mixed` has
// memory. Of the batch only the samples at mix_parents() are read.
void mix_checked(const MixOptions& options, std::uint64_t epoch, std::span<const Sample> batch,
                 std::size_t position, MixedSample& mixed);

// All of them, mixed[i] from batch[i], on the pool's threads. Error as mix_sample, or when sizes differ.
void mix_batch(const MixOptions& options, std::span<const Sample> batch, std::span<MixedSample> mixed,
               ThreadPool& pool);

}  // namespace variegate
