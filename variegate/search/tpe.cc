// Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, NeurIPS 2011) over conditional,
// pooled coordinates: outcomes are split into good and bad, a density is fitted to each, and of the
// candidates drawn near the good ones the one with the largest ratio of the densities is proposed.
//
// What differs from the paper, and why (docs/search.md has the measurements):
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

#include "variegate/search/joint_density.h"
#include "variegate/search/method.h"
#include "variegate/search/neighbour.h"
#include "variegate/search/standing.h"
#include "variegate/search/start_design.h"

namespace variegate {
namespace {

constexpr int kFewestGood = 3;
constexpr int kMostGood = 25;                 // Bergstra et al. 2011
constexpr double kWhereNoRoleIsShared = 2.0;  // the setting "multivariate"
constexpr double kPriorWeight = 1.0;          // in trials
constexpr double kSmoothing = 0.12;  // sd of the kernel over ordered levels, as a share of their number

// One density a role.
class Densities {
 public:
  Densities(const Space& space, const std::vector<Dimension>& dimensions,
            const std::vector<const Point*>& points) {
    for (const Point* point : points) {
      const auto active = active_dimensions(space, *point);
      std::map<std::string, double> occurrences;
      for (const auto& [coordinate, role] : active) occurrences[role] += 1.0;
      for (const auto& [coordinate, role] : active) {
        add(role, dimensions[coordinate], (*point)[coordinate], 1.0 / occurrences[role]);
      }
    }
  }

  // The density over the values of a role, summing to 1.
  std::vector<double> of(const std::string& role, int size) const {
    const double uniform = 1.0 / size;
    const auto found = weights_.find(role);
    std::vector<double> density(static_cast<std::size_t>(size), kPriorWeight * uniform);
    double total = kPriorWeight;
    if (found != weights_.end()) {
      for (int value = 0; value < size; ++value) {
        density[value] += found->second[value];
        total += found->second[value];
      }
    }
    for (double& value : density) value /= total;
    return density;
  }

 private:
  void add(const std::string& role, const Dimension& dimension, int value, double weight) {
    std::vector<double>& weights = weights_[role];
    weights.resize(static_cast<std::size_t>(dimension.size), 0.0);
    if (!dimension.ordered) {
      weights[value] += weight;
      return;
    }
    const double width = std::max(0.5, kSmoothing * dimension.size);
    std::vector<double> kernel;
    for (int level = 0; level < dimension.size; ++level) {
      const double distance = (level - value) / width;
      kernel.push_back(std::exp(-0.5 * distance * distance));
    }
    const double total = std::accumulate(kernel.begin(), kernel.end(), 0.0);
    for (int level = 0; level < dimension.size; ++level) weights[level] += weight * kernel[level] / total;
  }

  std::map<std::string, std::vector<double>> weights_;
};

// What coordinates of one role know of each other is worth more than which values go together
// (docs/search.md).
bool is_multivariate(double setting, const std::vector<Dimension>& dimensions) {
  if (setting != kWhereNoRoleIsShared) return setting != 0.0;
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
        candidates_(static_cast<int>(options.settings.at("candidates"))),
        good_share_(options.settings.at("good-share")),
        multivariate_(is_multivariate(options.settings.at("multivariate"), dimensions_)) {}

  std::optional<Point> propose(std::int64_t trial) override {
    const auto start = start_number(space_, planned_, trial);
    Point point =
        start || outcomes_.empty() ? start_point(space_, seed_, start.value_or(trial)) : learnt(trial);
    proposed_.insert(canonical(space_, point));
    return point;
  }

  void observe(const Outcome& outcome) override { outcomes_.push_back(outcome); }

 private:
  Point learnt(std::int64_t trial) const {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = place_of("search/tpe")});
    const std::vector<std::size_t> order = ranking(outcomes_);
    const int share = static_cast<int>(std::ceil(good_share_ * static_cast<double>(order.size())));
    const auto good_count = static_cast<std::size_t>(std::clamp(share, kFewestGood, kMostGood));
    std::vector<const Point*> good, bad;
    for (std::size_t i = 0; i < order.size(); ++i) {
      (i < good_count ? good : bad).push_back(&outcomes_[order[i]].point);
    }
    if (multivariate_) return jointly(good, bad, random);
    const Densities good_densities(space_, dimensions_, good);
    const Densities bad_densities(space_, dimensions_, bad);

    std::vector<double> op_weights;
    if (const auto* sub = std::get_if<SubPolicySpace>(&space_.kind)) {
      op_weights = good_densities.of("op", static_cast<int>(sub->ops.size()));
    }
    Point best;
    double best_score = 0.0;
    for (int i = 0; i < candidates_; ++i) {
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

  // As in the paper, but that all coordinates are drawn and compared together.
  Point jointly(const std::vector<const Point*>& good, const std::vector<const Point*>& bad,
                Stream& random) const {
    const JointDensity good_density(space_, dimensions_, good);
    const JointDensity bad_density(space_, dimensions_, bad);
    Point best;
    double best_score = 0.0;
    for (int i = 0; i < candidates_; ++i) {
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
  Point draw(const Densities& densities, Stream& random) const {
    Point point = draw_point(space_, random);
    for (std::size_t coordinate = 0; coordinate < point.size(); ++coordinate) {
      for (const auto& [active, role] : active_dimensions(space_, point)) {
        if (active != static_cast<int>(coordinate)) continue;
        point[coordinate] = draw_by_weight(densities.of(role, dimensions_[coordinate].size), random);
      }
    }
    return point;
  }

  double ratio(const Densities& good, const Densities& bad, const Point& point) const {
    std::map<std::string, std::pair<double, int>>
        by_kind;  // "op", "probability", ...: sum and number of log ratios
    for (const auto& [coordinate, role] : active_dimensions(space_, point)) {
      const int size = dimensions_[coordinate].size;
      const int value = point[coordinate];
      auto& [sum, number] = by_kind[dimensions_[coordinate].role];
      sum += std::log(good.of(role, size)[value] / bad.of(role, size)[value]);
      ++number;
    }
    double total = 0.0;
    for (const auto& [kind, sum_and_number] : by_kind) total += sum_and_number.first / sum_and_number.second;
    return total;
  }

  Space space_;
  std::vector<Dimension> dimensions_;
  std::uint64_t seed_;
  std::int64_t planned_;  // trials; 0: not known
  int candidates_;
  double good_share_;
  bool multivariate_;
  std::vector<Outcome> outcomes_;
  std::set<Point> proposed_;
};

}  // namespace

std::vector<Setting> tpe_settings() {
  return {{.name = "candidates",
           .standard = 24,
           .least = 1,
           .most = 10'000,
           .whole = true,
           .summary = "points compared for a proposal",
           .source = "Bergstra et al. 2011"},
          {.name = "good-share",
           .standard = 0.15,
           .least = 0.01,
           .most = 0.9,
           .whole = false,
           .summary = "share of the trials that counts as good",
           .source = "ours; .25 / sqrt(trials) in Bergstra et al. 2011 would be .04 at 40 trials"},
          {.name = "multivariate",
           .standard = kWhereNoRoleIsShared,
           .least = 0,
           .most = 2,
           .whole = true,
           .summary = "1: a density over whole points; 0: one a role, pooled over slots; 2: 1 where no two "
                      "coordinates have one role",
           .source = "ours; 1: Falkner et al., ICML 2018"}};
}

std::unique_ptr<Searcher> make_tpe(const Space& space, const SearcherOptions& options) {
  return std::make_unique<TpeSearcher>(space, options);
}

}  // namespace variegate
