#include "variegate/space/mix_part.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "variegate/ops/mix.h"
#include "variegate/space/deal.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/space_parts.h"

namespace variegate {
namespace {

bool is_picture(const PolicyField& field) { return field.kind == FieldKind::image; }

const SampleMix& mix_named(const std::string& name) { return require_mix(name, "search space: mixes"); }

// The mix that the point chooses; nullptr: none.
const SampleMix* chosen(const MixNames& mixes, const Point& point) {
  const auto first = mix_coordinate(mixes, point.size());
  if (!first || point[*first] == 0) return nullptr;
  return &mix_named(mixes[static_cast<std::size_t>(point[*first]) - 1]);
}

}  // namespace

void check_mixes(const MixNames& mixes, const std::vector<PolicyField>& fields, const Policy& base) {
  if (mixes.empty()) return;
  std::set<std::string> seen;
  for (const std::string& name : mixes) {
    if (!seen.insert(mix_named(name).name).second)
      refuse_space("a mix of samples is given twice", "'" + name + "'", "", "remove one of them");
  }
  if (std::ranges::none_of(fields, is_picture))
    refuse_space("mixes of samples without a picture to mix", "", "a field of kind image", "leave them out");
  if (!base.batch.empty()) {
    refuse_space("mixes of samples in the space and in its base",
                 "'" + base.batch.front().mix + "' in the base", "one of the two: a sample is mixed once",
                 "another base, or a space without mixes");
  }
}

void add_mix_dimensions(const MixNames& mixes, std::vector<Dimension>& all) {
  if (mixes.empty()) return;
  all.push_back({"mix", "mix", static_cast<int>(mixes.size()) + 1, false});
  all.push_back({"mix.probability", "mix.probability", kMixProbabilityLevels, true});
  all.push_back({"mix.strength", "mix.strength", kMixStrengthLevels, true});
}

void add_mix_sizes(const MixNames& mixes, std::vector<int>& sizes) {
  if (mixes.empty()) return;
  sizes.insert(sizes.end(), {static_cast<int>(mixes.size()) + 1, kMixProbabilityLevels, kMixStrengthLevels});
}

void add_active_mix(const MixNames& mixes, const Point& point, ActiveDimensions& active) {
  const auto first = mix_coordinate(mixes, point.size());
  if (!first) return;
  const int coordinate = static_cast<int>(*first);
  active.emplace_back(coordinate, "mix");
  const SampleMix* mix = chosen(mixes, point);
  if (mix == nullptr) return;
  active.emplace_back(coordinate + 1, "mix.probability/" + mix->name);
  if (mix->magnitude.searchable) active.emplace_back(coordinate + 2, "mix.strength/" + mix->name);
}

std::optional<std::size_t> mix_coordinate(const MixNames& mixes, std::size_t coordinates) {
  if (mixes.empty()) return std::nullopt;
  return coordinates - kMixCoordinates;
}

std::vector<MixCall> mix_calls(const MixNames& mixes, const std::vector<PolicyField>& fields,
                               const Point& point) {
  const SampleMix* mix = chosen(mixes, point);
  if (mix == nullptr) return {};
  const std::size_t first = *mix_coordinate(mixes, point.size());
  MixCall call{.mix = mix->name,
               .probability = share_of(point[first + 1], kMixProbabilityLevels),
               .field = std::ranges::find_if(fields, is_picture)->name};
  if (mix->magnitude.searchable) {
    const double value =
        magnitude_at(mix->magnitude, mix->parameters.front(), share_of(point[first + 2], kMixStrengthLevels));
    call.arguments = {{mix->parameters.front().name, Distribution::constant(value)}};
  }
  return {std::move(call)};
}

void add_mix_atom(const MixNames& mixes, const Point& point, int first_kind, Measure& atoms) {
  const SampleMix* mix = chosen(mixes, point);
  if (mix == nullptr) return;
  const std::size_t first = *mix_coordinate(mixes, point.size());
  atoms.push_back({first_kind + point[first] - 1, share_of(point[first + 1], kMixProbabilityLevels),
                   mix->magnitude.searchable ? share_of(point[first + 2], kMixStrengthLevels) : 0.0});
}

void move_mix(const MixNames& mixes, Point& point, Stream& random) {
  const std::size_t first = *mix_coordinate(mixes, point.size());
  int& mix = point[first];
  int& probability = point[first + 1];
  int& strength = point[first + 2];
  const int others = static_cast<int>(mixes.size());
  if (mix == 0 || random.bernoulli(0.3)) {
    mix = (mix + 1 + below(random, others)) % (others + 1);
    probability = std::max(below(random, kMixProbabilityLevels), below(random, kMixProbabilityLevels));
    strength = below(random, kMixStrengthLevels);
  } else if (random.bernoulli(0.5)) {
    probability = other_level(probability, kMixProbabilityLevels, random);
  } else {
    strength = other_level(strength, kMixStrengthLevels, random);
  }
}

void lay_start_mix(const MixNames& mixes, std::uint64_t seed, std::int64_t trial, Point& point) {
  const auto first = mix_coordinate(mixes, point.size());
  if (!first) return;
  std::vector<int> cards(mixes.size() + 1);
  std::iota(cards.begin(), cards.end(), 0);
  Stream random = stream_for(seed, trial, "search/start/mix levels");
  constexpr int kHalf = kMixProbabilityLevels / 2;
  point[*first] = deal(cards, seed, trial, "search/start/mix");
  point[*first + 1] = kHalf + below(random, kMixProbabilityLevels - kHalf);
  point[*first + 2] = below(random, kMixStrengthLevels);
}

}  // namespace variegate
