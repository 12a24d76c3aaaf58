#include "variegate/ops/mix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"

namespace variegate {

// Defined in the generated mix_factories.cc.
const std::vector<const SampleMix& (*)()>& mix_factories();

namespace {

[[noreturn]] void fail(const MixOptions& options, const std::string& what, const std::string& got,
                       const std::string& expected) {
  throw Error({.where = options.mix == nullptr ? "mix" : options.mix->name,
               .what = what,
               .got = got,
               .expected = expected,
               .mend = ""},
              ErrorKind::usage);
}

std::string shape_text(const Image& image) {
  return fmt::format("{} x {} pixels, {} channels", image.width, image.height, image.channels);
}

// A position of the batch that is not that one, where there is another.
std::size_t draw_other(std::size_t position, std::size_t count, Stream& random) {
  if (count == 1) return position;
  const std::size_t other = random.below(count - 1);
  return other < position ? other : other + 1;
}

using Parents = std::array<std::size_t, kMostParents>;  // positions, the sample's own first

// Whether the sample is mixed, and with which.
bool draw_parents(const MixOptions& options, std::size_t position, std::size_t count, Stream& random,
                  Parents& parents) {
  if (!random.bernoulli(options.probability)) return false;
  parents[0] = position;
  for (std::size_t i = 1; i < options.mix->parents; ++i) parents[i] = draw_other(position, count, random);
  return true;
}

Stream stream_of(const MixOptions& options, std::uint64_t epoch, std::uint64_t index) {
  return Stream({options.seed, epoch, index, hash_text(options.mix->name)});
}

}  // namespace

void SoftLabel::add(int label, float weight) {
  if (weight == 0.0F) return;
  for (LabelWeight& known : std::span(weights_).first(count_)) {
    if (known.label != label) continue;
    known.weight += weight;
    return;
  }
  weights_.at(count_++) = {label, weight};
}

float SoftLabel::weight_of(int label) const {
  for (const LabelWeight& known : weights()) {
    if (known.label == label) return known.weight;
  }
  return 0.0F;
}

const std::vector<const SampleMix*>& all_mixes() {
  static const std::vector<const SampleMix*> mixes = [] {
    std::vector<const SampleMix*> list;
    for (const auto factory : mix_factories()) list.push_back(&factory());
    std::sort(list.begin(), list.end(),
              [](const SampleMix* a, const SampleMix* b) { return a->name < b->name; });
    return list;
  }();
  return mixes;
}

const SampleMix* find_mix(const std::string& name) {
  const auto& mixes = all_mixes();
  const auto found =
      std::find_if(mixes.begin(), mixes.end(), [&](const SampleMix* mix) { return mix->name == name; });
  return found == mixes.end() ? nullptr : *found;
}

const SampleMix& require_mix(const std::string& name, const std::string& where) {
  if (const SampleMix* mix = find_mix(name)) return *mix;
  std::vector<std::string> names;
  for (const SampleMix* mix : all_mixes()) names.push_back(mix->name);
  throw Error({.where = where,
               .what = "unknown mix of samples",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

MixOptions checked(MixOptions options) {
  if (options.mix == nullptr) fail(options, "no mix", "", "one of all_mixes()");
  if (!(options.probability >= 0.0 && options.probability <= 1.0))
    fail(options, "probability is out of range", number_text(options.probability), "0 .. 1");
  const std::vector<Parameter>& parameters = options.mix->parameters;
  std::vector<double>& values = options.values;
  if (values.size() > parameters.size()) {
    fail(options, "too many values", std::to_string(values.size()),
         fmt::format("at most {}", parameters.size()));
  }
  for (std::size_t i = values.size(); i < parameters.size(); ++i) values.push_back(parameters[i].fallback);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= parameters[i].low && values[i] <= parameters[i].high) continue;
    fail(options, parameters[i].name + " is out of range", number_text(values[i]),
         fmt::format("{} .. {}", parameters[i].low, parameters[i].high));
  }
  return options;
}

std::vector<std::size_t> mix_parents(const MixOptions& options, std::uint64_t epoch, std::uint64_t index,
                                     std::size_t position, std::size_t count) {
  Stream random = stream_of(options, epoch, index);
  Parents parents{};
  if (!draw_parents(options, position, count, random, parents)) return {position};
  return {parents.begin(), parents.begin() + static_cast<std::ptrdiff_t>(options.mix->parents)};
}

void mix_checked(const MixOptions& options, std::uint64_t epoch, std::span<const Sample> batch,
                 std::size_t position, MixedSample& mixed) {
  const Sample& sample = batch[position];
  const Image& own = sample.image(options.field);
  mixed.label = {};
  Stream random = stream_of(options, epoch, sample.index);
  Parents positions{};
  if (!draw_parents(options, position, batch.size(), random, positions)) {
    mixed.image = own;
    mixed.label.add(sample.label, 1.0F);
    return;
  }
  std::array<ConstImageView, kMostParents> parents;
  std::array<int, kMostParents> labels{};
  std::array<float, kMostParents> shares{};
  for (std::size_t i = 0; i < options.mix->parents; ++i) {
    const Sample& parent = batch[positions[i]];
    const Image& image = parent.image(options.field);
    if (image.width != own.width || image.height != own.height || image.channels != own.channels) {
      fail(options, fmt::format("pictures of samples {} and {} differ", sample.index, parent.index),
           shape_text(own) + " and " + shape_text(image), "one shape in the whole batch");
    }
    parents[i] = image;
    labels[i] = parent.label;
  }
  mixed.image.width = own.width;
  mixed.image.height = own.height;
  mixed.image.channels = own.channels;
  mixed.image.pixels.resize(own.pixels.size());
  options.mix->apply({.parents = std::span(parents).first(options.mix->parents),
                      .out = mixed.image,
                      .values = options.values,
                      .random = random,
                      .shares = std::span(shares).first(options.mix->parents)});
  for (std::size_t i = 0; i < options.mix->parents; ++i) mixed.label.add(labels[i], shares[i]);
}

void mix_sample(const MixOptions& options, std::span<const Sample> batch, std::size_t position,
                MixedSample& mixed) {
  mix_checked(checked(options), options.epoch, batch, position, mixed);
}

void mix_batch(const MixOptions& options, std::span<const Sample> batch, std::span<MixedSample> mixed,
               ThreadPool& pool) {
  const MixOptions sound = checked(options);
  if (mixed.size() != batch.size()) {
    fail(options, "no place for every sample", std::to_string(mixed.size()), std::to_string(batch.size()));
  }
  pool.for_each(batch.size(), [&](std::size_t index, int) {
    mix_checked(sound, options.epoch, batch, index, mixed[index]);
  });
}

}  // namespace variegate
