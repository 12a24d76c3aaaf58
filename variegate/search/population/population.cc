#include "variegate/search/population/population.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "variegate/search/described_settings.h"
#include "variegate/search/usual_trials.h"
#include "variegate/space/start_design.h"

namespace variegate {
Population::Population(const Space& space, const SearcherOptions& options, Change change)
    : space_(space),
      dimensions_(dimensions(space)),
      seed_(options.seed),
      members_(options.members > 0 ? options.members : kUsualMembers),
      epochs_(std::max(1, options.epochs)),
      settings_(typed_settings<PopulationSettings>(options.settings)),
      change_(change) {}

std::optional<Proposal> Population::propose(std::int64_t trial) {
  const std::int64_t step = trial / members_;
  const std::int64_t member = trial % members_;
  if (step >= (epochs_ + settings_.interval - 1) / settings_.interval) return std::nullopt;
  Stream random({.seed = seed_,
                 .epoch = 0,
                 .sample = static_cast<std::uint64_t>(trial),
                 .place = hash_text("search/population")});
  Proposal proposed;
  proposed.course.epochs = static_cast<int>(std::min<std::int64_t>((step + 1) * settings_.interval, epochs_));
  if (step == 0) {
    proposed.point = first_point(trial, random);
  } else {
    rank();
    go_on(member, trial, proposed, random);
  }
  proposed_.push_back(proposed);
  return proposed;
}

// In step, all members have trained for equally long. Otherwise each continues as soon as its own interval
// has ended, and is compared with the others as they stand.
std::int64_t Population::known_before(std::int64_t trial, int) const {
  if (settings_.in_step) return trial / members_ * members_;
  return std::max<std::int64_t>(0, trial - members_ + 1);
}

void Population::observe(const Outcome& outcome) {
  rewards_.push_back(outcome.ending == Ending::failed ? kFailed : outcome.reward);
  ranked_.clear();
}

// The latest trial of a member whose outcome is known.
std::int64_t Population::latest(std::int64_t member) const {
  const auto known = static_cast<std::int64_t>(rewards_.size());
  return member + (known - 1 - member) / members_ * members_;
}

Point Population::first_point(std::int64_t trial, Stream& random) const {
  if (!settings_.random && settings_.start == PopulationSettings::Start::nothing)
    return Point(dimensions_.size(), 0);
  if (!settings_.random && settings_.start == PopulationSettings::Start::design)
    return start_point(space_, seed_, trial);
  return draw_point(space_, random);
}

// Members by the reward of their latest trial, the best first; equal ones by number.
void Population::rank() {
  if (!ranked_.empty()) return;
  ranked_.resize(
      static_cast<std::size_t>(std::min<std::int64_t>(members_, static_cast<std::int64_t>(rewards_.size()))));
  std::iota(ranked_.begin(), ranked_.end(), 0);
  std::stable_sort(ranked_.begin(), ranked_.end(),
                   [this](std::int64_t a, std::int64_t b) { return reward(latest(a)) > reward(latest(b)); });
  place_.resize(ranked_.size());
  for (std::size_t i = 0; i < ranked_.size(); ++i) place_[static_cast<std::size_t>(ranked_[i])] = i;
}

void Population::go_on(std::int64_t member, std::int64_t trial, Proposal& next, Stream& random) const {
  const std::int64_t own = trial - members_;
  if (own >= static_cast<std::int64_t>(rewards_.size())) {  // its end has not been observed
    next.point = proposed_[static_cast<std::size_t>(own)].point;
    next.course.from = own;
    return;
  }
  const bool copies = !settings_.random || reward(own) == kFailed;
  const std::optional<std::int64_t> donor = !copies                ? std::nullopt
                                            : settings_.tournament ? winner_against(member, random)
                                                                   : better_member(member, random);
  if (donor && reward(latest(*donor)) != kFailed) {
    next.course.from = latest(*donor);
    next.point = explored(proposed_[static_cast<std::size_t>(*next.course.from)].point, random);
    return;
  }
  next.point = proposed_[static_cast<std::size_t>(own)].point;
  if (settings_.random) next.point = draw_point(space_, random);
  if (reward(own) != kFailed) {
    next.course.from = own;
    return;
  }
  // Everybody's latest interval failed: back to what last worked, or to fresh weights.
  next.point = explored(next.point, random);
  for (auto before = static_cast<std::int64_t>(rewards_.size()); before-- > 0;) {
    if (reward(before) == kFailed) continue;
    next.course.from = before;
    return;
  }
}

// Truncation: one of the best, for a member that is among the worst.
std::optional<std::int64_t> Population::better_member(std::int64_t member, Stream& random) const {
  const auto count =
      static_cast<std::size_t>(std::ceil(settings_.share * static_cast<double>(ranked_.size())));
  const std::size_t cut = std::min(count, ranked_.size() / 2);
  const bool among_the_worst =
      place_[static_cast<std::size_t>(member)] >= ranked_.size() - cut || reward(latest(member)) == kFailed;
  if (!among_the_worst || ranked_.size() < 2) return std::nullopt;
  return ranked_[random.below(std::clamp<std::size_t>(cut, 1, static_cast<std::size_t>(settings_.donors)))];
}

// Binary tournament: another member drawn at random, if it is better.
std::optional<std::int64_t> Population::winner_against(std::int64_t member, Stream& random) const {
  const auto known = std::min<std::int64_t>(members_, static_cast<std::int64_t>(rewards_.size()));
  if (known < 2) return std::nullopt;
  auto other = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(known - 1)));
  if (other >= member) ++other;
  if (reward(latest(member)) == kFailed) other = ranked_.front();
  if (reward(latest(other)) <= reward(latest(member))) return std::nullopt;
  return other;
}

Point Population::explored(const Point& point, Stream& random) const {
  Point changed = point;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const Dimension& dimension = dimensions_[i];
    if (random.bernoulli(settings_.redraw)) {
      changed[i] = static_cast<int>(random.below(static_cast<std::uint64_t>(dimension.size)));
    } else if (dimension.ordered) {
      changed[i] = change_(dimension, changed[i], random);
    }
  }
  return changed;
}

}  // namespace variegate
