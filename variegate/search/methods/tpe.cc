// Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, NeurIPS 2011) over conditional,
// pooled coordinates: outcomes are split into good and bad, a density is fitted to each, and of the
// candidates drawn near the good ones the one with the largest ratio of the densities is proposed.
//
// What differs from the paper, and why (docs/experiments/tpe-pooling.md has the measurements):
//  - Coordinates of one role share a density (all slots learn together what they know of "op"): with 40
//  trials
//    and 30 slot coordinates there is nothing to learn from otherwise.
//  - Ratios are averaged over slots, so that policies of many sub-policies and of few compete on equal terms.
//  - Half of the candidates are small changes of good points instead of draws from the density.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "variegate/search/described_settings.h"
#include "variegate/search/joint_density.h"
#include "variegate/search/method.h"
#include "variegate/search/standing.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/start_design.h"

namespace variegate::methods {
namespace {

constexpr int kFewestGood = 3;
constexpr int kMostGood = 25;         // Bergstra et al. 2011
constexpr double kPriorWeight = 1.0;  // in trials
constexpr double kSmoothing = 0.12;   // sd of the kernel over ordered levels, as a share of their number

struct TpeSettings {
  enum class Multivariate { no, yes, where_no_role_is_shared };

  int candidates = 24;
  double good_share = 0.15;
  Multivariate multivariate = Multivariate::where_no_role_is_shared;
};

template <MaybeConst<TpeSettings> Options, typename Visit>
void describe(Options& settings, Visit&& option) {
  option("candidates", settings.candidates,
         {.low = 1, .high = 10'000, .summary = "points compared for a proposal"}, "Bergstra et al. 2011");
  option("good_share", settings.good_share,
         {.low = 0.01, .high = 0.9, .summary = "share of the trials that counts as good"},
         "ours; .25 / sqrt(trials) in Bergstra et al. 2011 would be .04 at 40 trials");
  option("multivariate", settings.multivariate,
         {.choices = {"no", "yes", "where no role is shared"},
          .summary = "kind of density; 1: over whole points; 0: one a role, pooled over slots; 2: 1 where no "
                     "two coordinates have one role"},
         "ours; 1: Falkner et al., ICML 2018");
}

// What a trial says of a role: it has this value, with so much weight (a trial that has a role in several
// slots weighs no more than one that has it in one).
struct Vote {
  std::size_t role = 0;
  int value = 0;
  double weight = 0.0;
};

// One density a role.
class Densities {
 public:
  // The dimensions of the roles, by role; the votes of the trials.
  Densities(const std::vector<Dimension>& roles, const std::vector<const std::vector<Vote>*>& trials) {
    for (const Dimension& role : roles) densities_.emplace_back(static_cast<std::size_t>(role.size), 0.0);
    for (const std::vector<Vote>* votes : trials) {
      for (const Vote& vote : *votes)
        densities_[vote.role][static_cast<std::size_t>(vote.value)] += vote.weight;
    }
    for (std::size_t role = 0; role < roles.size(); ++role) finish(roles[role], densities_[role]);
  }

  // A density over the values of a role, summing to 1; uniform for a role that no trial had.
  std::vector<double> of(std::size_t role, int size) const {
    return role < densities_.size() ? densities_[role]
                                    : std::vector<double>(static_cast<std::size_t>(size), 1.0 / size);
  }

 private:
  // Turns the weights of the values into a density: neighbouring levels share theirs, and the prior is
  // uniform.
  static void finish(const Dimension& role, std::vector<double>& weights) {
    double total = kPriorWeight;
    for (const double weight : weights) total += weight;
    std::vector<double> density(weights.size(), kPriorWeight / role.size);
    const double width = std::max(0.5, kSmoothing * role.size);
    for (int value = 0; value < role.size; ++value) {
      const double weight = weights[static_cast<std::size_t>(value)];
      if (weight == 0.0) continue;
      std::vector<double> kernel;
      for (int level = 0; level < role.size; ++level) {
        const double distance = (level - value) / width;
        kernel.push_back(role.ordered ? std::exp(-0.5 * distance * distance) : level == value ? 1.0 : 0.0);
      }
      const double sum = std::accumulate(kernel.begin(), kernel.end(), 0.0);
      for (std::size_t level = 0; level < kernel.size(); ++level)
        density[level] += weight * kernel[level] / sum;
    }
    for (std::size_t level = 0; level < weights.size(); ++level) weights[level] = density[level] / total;
  }

  std::vector<std::vector<double>> densities_;
};

// Pooling what is learnt about a role is worth more than knowing which values go together
// (docs/experiments/tpe-pooling.md).
bool is_multivariate(const TpeSettings& settings, const std::vector<Dimension>& dimensions) {
  using Multivariate = TpeSettings::Multivariate;
  if (settings.multivariate != Multivariate::where_no_role_is_shared)
    return settings.multivariate == Multivariate::yes;
  std::set<std::string> roles;
  for (const Dimension& dimension : dimensions) roles.insert(dimension.role);
  return roles.size() == dimensions.size();
}

class TpeSearcher : public Searcher {
 public:
  TpeSearcher(const Space& space, const SearcherOptions& options)
      : space_(space),
        dimensions_(dimensions(space)),
        seed_(options.seed),
        planned_(options.trials),
        settings_(typed_settings<TpeSettings>(options.settings)),
        multivariate_(is_multivariate(settings_, dimensions_)) {}

  std::optional<Proposal> propose(std::int64_t trial) override {
    auto start = start_number(space_, planned_, trial);
    if (!multivariate_ && trial < start_trials_in_rounds(planned_)) start = trial;
    Point point =
        start || outcomes_.empty() ? start_point(space_, seed_, start.value_or(trial)) : learnt(trial);
    proposed_.insert(canonical(space_, point));
    return Proposal{std::move(point)};
  }

  void observe(const Outcome& outcome) override {
    outcomes_.push_back(outcome);
    votes_.push_back(multivariate_ ? std::vector<Vote>{} : votes_of(outcome.point));
  }

 private:
  // The number of a role, counted as they come.
  std::size_t role_number(const std::string& role, int coordinate) {
    const auto [found, is_new] = numbers_.emplace(role, roles_.size());
    if (is_new) roles_.push_back(dimensions_[static_cast<std::size_t>(coordinate)]);
    return found->second;
  }

  std::vector<Vote> votes_of(const Point& point) {
    std::vector<Vote> votes;
    std::map<std::size_t, double> occurrences;
    for (const auto& [coordinate, role] : active_dimensions(space_, point)) {
      votes.push_back(
          {.role = role_number(role, coordinate), .value = point[static_cast<std::size_t>(coordinate)]});
      occurrences[votes.back().role] += 1.0;
    }
    for (Vote& vote : votes) vote.weight = 1.0 / occurrences[vote.role];
    return votes;
  }

  Point learnt(std::int64_t trial) {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/tpe")});
    const std::vector<std::size_t> order = ranking(outcomes_);
    const int share = static_cast<int>(std::ceil(settings_.good_share * static_cast<double>(order.size())));
    const auto good_count = static_cast<std::size_t>(std::clamp(share, kFewestGood, kMostGood));
    std::vector<const Point*> good, bad;
    std::vector<const std::vector<Vote>*> good_votes, bad_votes;
    for (std::size_t i = 0; i < order.size(); ++i) {
      (i < good_count ? good : bad).push_back(&outcomes_[order[i]].point);
      (i < good_count ? good_votes : bad_votes).push_back(&votes_[order[i]]);
    }
    if (multivariate_) return jointly(good, bad, random);
    const Densities good_densities(roles_, good_votes);
    const Densities bad_densities(roles_, bad_votes);

    std::vector<double> op_weights;
    if (const std::optional<int> op = op_coordinate(space_)) {
      const Dimension& dimension = dimensions_[static_cast<std::size_t>(*op)];
      op_weights = good_densities.of(role_number(dimension.role, *op), dimension.size);
    }
    Point best;
    double best_score = 0.0;
    for (int i = 0; i < settings_.candidates; ++i) {
      Point candidate;
      if (i % 2 == 0) {
        candidate = draw(good_densities, random);
      } else {
        candidate = neighbour(space_, *good[random.below(good.size())], op_weights, random);
        while (random.bernoulli(0.5)) candidate = neighbour(space_, candidate, op_weights, random);
      }
      const bool known = proposed_.contains(canonical(space_, candidate));
      // A point already proposed is worth proposing again only when there is no other.
      const double score = ratio(good_densities, bad_densities, candidate) - (known ? 1e6 : 0.0);
      if (best.empty() || score > best_score) {
        best = candidate;
        best_score = score;
      }
    }
    return best;
  }

  // A proposal as in the paper, except that all coordinates are drawn and compared together.
  Point jointly(const std::vector<const Point*>& good, const std::vector<const Point*>& bad,
                Stream& random) const {
    const JointDensity good_density(space_, dimensions_, good);
    const JointDensity bad_density(space_, dimensions_, bad);
    Point best;
    double best_score = 0.0;
    for (int i = 0; i < settings_.candidates; ++i) {
      Point candidate = good_density.draw(random);
      double score = good_density.log_density(candidate) - bad_density.log_density(candidate);
      if (proposed_.contains(canonical(space_, candidate))) score -= 1e6;
      if (best.empty() || score > best_score) {
        best = std::move(candidate);
        best_score = score;
      }
    }
    return best;
  }

  // Coordinates in order, each from the density of the role it has given those before it. What a coordinate
  // means depends only on earlier ones (count, then op, then its probability and strength).
  Point draw(const Densities& densities, Stream& random) {
    Point point = draw_point(space_, random);
    for (int last = -1;;) {
      const auto active = active_dimensions(space_, point);
      const auto next =
          std::find_if(active.begin(), active.end(), [&](const auto& entry) { return entry.first > last; });
      if (next == active.end()) return point;
      last = next->first;
      const int size = dimensions_[static_cast<std::size_t>(last)].size;
      point[static_cast<std::size_t>(last)] =
          draw_by_weight(densities.of(role_number(next->second, last), size), random);
    }
  }

  double ratio(const Densities& good, const Densities& bad, const Point& point) {
    std::map<std::string, std::pair<double, int>>
        by_kind;  // "op", "probability", ...: sum and number of log ratios
    for (const auto& [coordinate, role] : active_dimensions(space_, point)) {
      const Dimension& dimension = dimensions_[static_cast<std::size_t>(coordinate)];
      const std::size_t number = role_number(role, coordinate);
      const auto value = static_cast<std::size_t>(point[static_cast<std::size_t>(coordinate)]);
      auto& [sum, count] = by_kind[dimension.role];
      sum += std::log(good.of(number, dimension.size)[value] / bad.of(number, dimension.size)[value]);
      ++count;
    }
    double total = 0.0;
    for (const auto& [kind, sum_and_count] : by_kind) total += sum_and_count.first / sum_and_count.second;
    return total;
  }

  Space space_;
  std::vector<Dimension> dimensions_;
  std::uint64_t seed_;
  std::int64_t planned_;  // trials; 0: not known
  TpeSettings settings_;
  bool multivariate_;
  std::map<std::string, std::size_t> numbers_;  // of the roles
  std::vector<Dimension> roles_;                // by number: one of the dimensions that have it
  std::vector<Outcome> outcomes_;
  std::vector<std::vector<Vote>> votes_;  // of the outcomes
  std::set<Point> proposed_;
};

}  // namespace

const Method& tpe() {
  static const Method method{
      .info = {.name = "tpe",
               .summary =
                   "densities of good and bad points, pooled over slots; proposes where good outweighs bad",
               .source = "Bergstra et al., NeurIPS 2011",
               .settings = setting_list<TpeSettings>(),
               .order = 30},
      .make = make_of<TpeSearcher>};
  return method;
}

}  // namespace variegate::methods
