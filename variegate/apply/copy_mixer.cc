#include "variegate/apply/copy_mixer.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& got, const std::string& expected,
                         const std::string& mend) {
  throw Error({.where = "a policy with mixes of samples",
               .what = what,
               .got = got,
               .expected = expected,
               .mend = mend},
              ErrorKind::usage);
}

}  // namespace

void check_can_be_mixed(const Policy& policy, const Dataset& dataset) {
  if (policy.batch.empty()) return;
  if (const std::vector<std::string> fields = dataset.annotation_fields(); !fields.empty()) {
    refuse("boxes, keypoints and masks do not follow a mix, which shows parts of several pictures",
           fmt::format("data with {}", fmt::join(fields, ", ")), "pictures with classes alone",
           "remove \"batch\" from the policy");
  }
  const auto classes = static_cast<int>(dataset.class_names().size());
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    if (const int label = dataset.label(i); label < 0 || label >= classes)
      refuse("a sample that has no class", dataset.name(i), "samples of known classes", "leave it out");
  }
}

CopyMixer::CopyMixer(const Dataset& dataset, const Policy& policy, const CopyOptions& options)
    : dataset_(dataset),
      mixes_(policy, options.seed),
      seed_(options.seed),
      batch_size_(static_cast<std::size_t>(options.batch_size)),
      copies_(options.copies) {
  check_can_be_mixed(policy, dataset);
  if (empty()) return;
  deals_.resize(static_cast<std::size_t>(options.copies));
  batch_.resize(std::min(batch_size_, dataset.size()));
}

CopyMixer::Place CopyMixer::place_of(std::size_t index, int copy) {
  Deal& deal = deals_[static_cast<std::size_t>(copy)];
  if (deal.order.empty()) {
    const auto drawn = Stream({seed_, static_cast<std::uint64_t>(copy), 0, hash_text("loader order")})
                           .permutation(dataset_.size());
    deal.order.assign(drawn.begin(), drawn.end());
    deal.places.resize(drawn.size());
    for (std::size_t place = 0; place < drawn.size(); ++place)
      deal.places[drawn[place]] = static_cast<std::uint32_t>(place);
  }
  const std::size_t first = deal.places[index] / batch_size_ * batch_size_;
  return {.batch = deal.order.data() + first,
          .position = deal.places[index] - first,
          .count = std::min(batch_size_, deal.order.size() - first)};
}

std::vector<std::size_t> CopyMixer::sources(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> all;
  for (std::size_t index = begin; index < end; ++index) {
    all.push_back(index);
    for (int copy = 0; copy < copies_ && !empty(); ++copy) {
      const Place place = place_of(index, copy);
      const auto epoch = static_cast<std::uint64_t>(copy);
      for (const std::size_t parent : mixes_.parents(index, place.position, place.count, epoch))
        all.push_back(place.batch[parent]);
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

CopyMixer::Mixed CopyMixer::mix(Sample& sample, int copy, const Augment& augment) {
  const auto epoch = static_cast<std::uint64_t>(copy);
  const Place place = place_of(sample.index, copy);
  const std::vector<std::size_t> parents = mixes_.parents(sample.index, place.position, place.count, epoch);
  Mixed result;
  std::vector<std::size_t> made;
  for (const std::size_t position : parents) {
    if (position == place.position || std::ranges::count(made, position) > 0) continue;
    made.push_back(position);
    if (augment(place.batch[position], batch_[position])) {
      result.partners.push_back(place.batch[position]);
    } else {
      batch_[position] = sample;
    }
  }
  std::swap(batch_[place.position], sample);
  mixes_.apply(std::span(batch_).first(place.count), place.position, epoch, mixed_);
  std::swap(batch_[place.position], sample);
  std::swap(sample.image(mixes_.field()), mixed_.image);
  result.label = mixed_.label;
  for (const std::size_t position : made) batch_[position] = {};
  return result;
}

}  // namespace variegate
