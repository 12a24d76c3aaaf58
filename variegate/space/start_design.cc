#include "variegate/space/start_design.h"

#include <algorithm>
#include <numeric>

#include "variegate/space/deal.h"
#include "variegate/space/of_kind.h"
#include "variegate/space/space.h"

namespace variegate {
namespace {

constexpr std::int64_t kFirstOfUnknown =
    8;  // trials of the design before anything learnt, when a clock ends the study

}  // namespace

std::int64_t start_trials(const Space& space, std::int64_t planned) {
  const std::int64_t wanted =
      std::visit([](const auto& kind) { return of_kind::start_trials(kind); }, space.kind);
  return planned > 0 ? std::min(wanted, std::max<std::int64_t>(1, planned / 2)) : wanted;
}

std::int64_t start_trials_in_rounds(std::int64_t planned) {
  constexpr std::int64_t kShare = 5;
  constexpr std::int64_t kMost = 100;  // the population of Real et al., AAAI 2019
  return std::min(planned / kShare, kMost);
}

std::optional<std::int64_t> start_number(const Space& space, std::int64_t planned, std::int64_t trial) {
  const std::int64_t all = start_trials(space, planned);
  const std::int64_t first = planned > 0 ? all : std::min<std::int64_t>(all, kFirstOfUnknown);
  if (trial < first) return trial;
  const std::int64_t later = first + (trial - first) / 2;
  if ((trial - first) % 2 == 1 && later < all) return later;
  return std::nullopt;
}

Point start_point(const Space& space, std::uint64_t seed, std::int64_t trial) {
  return std::visit([&](const auto& kind) { return of_kind::start(kind, seed, trial); }, space.kind);
}

std::optional<Point> follow_up(const Space& space, std::span<const Point> tried, Stream& random) {
  return std::visit([&](const auto& kind) { return of_kind::follow_up(kind, tried, random); }, space.kind);
}

Point latin_point(const std::vector<Dimension>& dimensions, std::uint64_t seed, std::int64_t trial) {
  Point point;
  std::uint64_t number = 0;
  for (const Dimension& dimension : dimensions) {
    const int strata = std::min(dimension.size, static_cast<int>(kLatinTrials));
    std::vector<int> values(static_cast<std::size_t>(strata));
    std::iota(values.begin(), values.end(), 0);
    const int stratum = deal(values, derive(seed, number), trial, "search/start/latin");
    const auto first = static_cast<int>(std::int64_t{dimension.size} * stratum / strata);
    const auto past = static_cast<int>(std::int64_t{dimension.size} * (stratum + 1) / strata);
    Stream random = stream_for(derive(seed, number++), trial, "search/start/within");
    point.push_back(first + static_cast<int>(random.below(static_cast<std::uint64_t>(past - first))));
  }
  return point;
}

}  // namespace variegate
