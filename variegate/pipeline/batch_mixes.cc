#include "variegate/pipeline/batch_mixes.h"

#include <fmt/format.h>

#include <utility>

#include "variegate/core/error.h"

namespace variegate {
namespace {

MixOptions options_of(const MixCall& call, std::uint64_t seed) {
  MixOptions options{.mix = &require_mix(call.mix, "policy"), .seed = seed, .field = call.field};
  for (const Parameter& parameter : options.mix->parameters) {
    double value = parameter.fallback;
    for (const Argument& argument : call.arguments) {
      if (argument.parameter == parameter.name) value = argument.value.low;
    }
    options.values.push_back(value);
  }
  return checked(std::move(options));
}

}  // namespace

BatchMixes::BatchMixes(const Policy& policy, std::uint64_t seed) : seed_(seed) {
  check(policy);
  for (const MixCall& call : policy.batch) {
    mixes_.push_back({options_of(call, seed), call.probability});
    field_ = call.field;
  }
}

const BatchMixes::Mix* BatchMixes::drawn(std::uint64_t index, std::uint64_t epoch) const {
  Stream random({seed_, epoch, index, hash_text("batch")});
  double left = random.uniform();
  for (const Mix& mix : mixes_) {
    left -= mix.probability;
    if (left < 0.0) return &mix;
  }
  return nullptr;
}

std::vector<std::size_t> BatchMixes::parents(std::uint64_t index, std::size_t position, std::size_t count,
                                             std::uint64_t epoch) const {
  const Mix* mix = drawn(index, epoch);
  if (mix == nullptr) return {position};
  return mix_parents(mix->options, epoch, index, position, count);
}

void BatchMixes::apply(std::span<const Sample> batch, std::size_t position, std::uint64_t epoch,
                       MixedSample& mixed) const {
  const Sample& sample = batch[position];
  if (const Mix* mix = drawn(sample.index, epoch))
    return mix_checked(mix->options, epoch, batch, position, mixed);
  mixed.image = sample.image(field_);
  mixed.label = {};
  mixed.label.add(sample.label, 1.0F);
}

void BatchMixes::apply(std::span<const Sample> batch, std::span<MixedSample> mixed, std::uint64_t epoch,
                       ThreadPool& pool) const {
  if (mixed.size() != batch.size()) {
    throw Error({.where = "batch",
                 .what = "no place for every sample",
                 .got = std::to_string(mixed.size()),
                 .expected = std::to_string(batch.size()),
                 .mend = ""});
  }
  pool.for_each(batch.size(), [&](std::size_t index, int) { apply(batch, index, epoch, mixed[index]); });
}

const Policy& require_no_mixes(const Policy& policy, const std::string& why) {
  if (policy.batch.empty()) return policy;
  throw Error({.where = policy.name,
               .what = "a policy with mixes of samples, which are not done here: " + why,
               .got = fmt::format("{} in its \"batch\"", policy.batch.size()),
               .expected = "a policy that changes each sample by itself",
               .mend = "remove \"batch\" from the policy"},
              ErrorKind::usage);
}

}  // namespace variegate
