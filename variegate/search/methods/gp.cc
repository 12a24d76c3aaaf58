// Bayesian optimisation: a Gaussian process over policies as measures or over coordinates (surrogate.h), and
// expected improvement (Jones, Schonlau and Welch 1998; the treatment of pending trials is the kriging
// believer of Ginsbourger, Le Riche and Carraro 2010).
#include <algorithm>
#include <cmath>
#include <set>

#include "variegate/search/gaussian_process/expected_improvement.h"
#include "variegate/search/gaussian_process/surrogate.h"
#include "variegate/search/method.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/start_design.h"

namespace variegate::methods {
namespace {

constexpr int kElite = 8;           // points from which, and candidates to which, the local search goes
constexpr int kMovesPerElite = 12;  // a round
struct Effort {
  int draws;   // fresh candidates a proposal
  int rounds;  // of local search
};
constexpr Effort kOnSubPolicies{128, 5};
constexpr Effort kOnCoordinates{1000, 20};
// Coordinates move by this share of their range in the first round, and in each by this much less.
constexpr double kReach = 0.3;
constexpr double kShrinkage = 0.75;
// One in this many learnt proposals takes a part away from the best policy: operations that were tried
// together share the credit, and only a trial without one of them shows which deserves it.
constexpr int kSimplifyEvery = 4;
// Such a trial may also undo the shape of a range, in which searches settle. Not before the parts that harm
// are gone: at 40 trials that found single shifts less often.
constexpr int kFirstWidening = 24;
// From the twelfth on every third looks again at operations of the start design, until none is left. What is
// found by then is mostly found without; on the planted problems of docs/experiments/planted-problems.md the
// others lose nothing at 40 trials.
constexpr int kFirstFollowUp = 12;
constexpr int kFollowUpEvery = 3;

// Over coordinates one in this many learnt proposals is bold: it asks for a gain of this share of the range
// of rewards, under hyper-parameters drawn from the plausible ones instead of the likeliest. Without bold
// proposals the search would refine the incumbent forever once the process is sure of the rest, even if it is
// wrong.
constexpr int kBoldEvery = 3;
constexpr double kBoldGain = 0.01;

class GpSearcher : public Searcher {
 public:
  GpSearcher(const Space& space, const SearcherOptions& options)
      : space_(space),
        dimensions_(dimensions(space)),
        has_moves_(has_moves(space)),
        seed_(options.seed),
        planned_(options.trials),
        surrogate_(space) {}

  std::optional<Proposal> propose(std::int64_t trial) override {
    const auto start = start_number(space_, planned_, trial);
    if (!start) ++learnt_;
    Point point =
        start || outcomes_.empty() ? start_point(space_, seed_, start.value_or(trial)) : learnt(trial);
    proposed_.insert(canonical(space_, point));
    pending_.emplace_back(trial, point);
    return Proposal{std::move(point)};
  }

  void observe(const Outcome& outcome) override {
    outcomes_.push_back(outcome);
    std::erase_if(pending_, [&](const auto& trial) { return trial.first == outcome.trial; });
  }

 private:
  struct Candidate {
    Point point;
    double score = 0.0;
  };

  Point learnt(std::int64_t trial) {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/gp")});
    if (learnt_ >= kFirstFollowUp && learnt_ % kFollowUpEvery == 0) {
      const std::vector<Point> tried(proposed_.begin(), proposed_.end());
      if (std::optional<Point> point = follow_up(space_, tried, random)) return *std::move(point);
    }
    const bool bold = !has_moves_ && learnt_ % kBoldEvery == 0;
    surrogate_.fit(outcomes_, bold);
    for (const auto& [number, point] : pending_) surrogate_.believe(point);

    // Best by expectation, not by luck.
    std::vector<Candidate> seen;
    std::vector<Point> points;
    for (const Outcome& outcome : outcomes_) points.push_back(outcome.point);
    const std::vector<Prediction> predictions = surrogate_.predict(points);
    for (std::size_t i = 0; i < points.size(); ++i) seen.push_back({points[i], predictions[i].mean});
    const auto [least, most] = std::minmax_element(
        seen.begin(), seen.end(), [](const Candidate& a, const Candidate& b) { return a.score < b.score; });
    const double incumbent = most->score + (bold ? kBoldGain * (most->score - least->score) : 0.0);
    keep_best(seen, kElite);

    std::vector<Candidate> candidates;
    if (learnt_ % kSimplifyEvery == 0) {
      std::vector<Point> simpler = simpler_points(space_, seen.front().point);
      if (learnt_ >= kFirstWidening) {
        const std::vector<Point> wider = wider_points(space_, seen.front().point);
        simpler.insert(simpler.end(), wider.begin(), wider.end());
      }
      std::erase_if(simpler,
                    [&](const Point& point) { return proposed_.contains(canonical(space_, point)); });
      add_scored(candidates, simpler, incumbent);
      if (!candidates.empty()) {
        keep_best(candidates, 1);
        return candidates.front().point;
      }
    }
    const Effort effort = has_moves_ ? kOnSubPolicies : kOnCoordinates;
    std::vector<Point> fresh;
    for (int i = 0; i < effort.draws; ++i) fresh.push_back(draw_point(space_, random));
    add_scored(candidates, fresh, incumbent);
    std::vector<Candidate> from = seen;
    double reach = kReach;
    for (int round = 0; round < effort.rounds; ++round, reach *= kShrinkage) {
      fresh.clear();
      for (const Candidate& parent : from) {
        for (int i = 0; i < kMovesPerElite; ++i) fresh.push_back(moved(parent.point, reach, random));
      }
      add_scored(candidates, fresh, incumbent);
      keep_best(candidates, kElite);
      from = candidates;
    }
    return candidates.front().point;
  }

  Point moved(const Point& parent, double reach, Stream& random) const {
    if (!has_moves_) return scattered(dimensions_, parent, reach, random);
    Point point = neighbour(space_, parent, {}, random);
    while (random.bernoulli(0.4)) point = neighbour(space_, point, {}, random);
    return point;
  }

  void add_scored(std::vector<Candidate>& candidates, const std::vector<Point>& points, double incumbent) {
    const std::vector<Prediction> predictions = surrogate_.predict(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      double score = log_expected_improvement(predictions[i].mean, predictions[i].variance, incumbent);
      // A point already proposed is worth proposing again only when there is no other.
      if (proposed_.contains(canonical(space_, points[i]))) score -= 1e12;
      candidates.push_back({points[i], score});
    }
  }

  // The best first; different points only.
  static void keep_best(std::vector<Candidate>& candidates, std::size_t number) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    std::vector<Candidate> kept;
    std::set<Point> points;
    for (Candidate& candidate : candidates) {
      if (kept.size() < number && points.insert(candidate.point).second) kept.push_back(std::move(candidate));
    }
    candidates = std::move(kept);
  }

  Space space_;
  std::vector<Dimension> dimensions_;
  bool has_moves_;  // the space knows what changes of a point mean (neighbour.h)
  std::uint64_t seed_;
  std::int64_t planned_;     // trials; 0: not known
  std::int64_t learnt_ = 0;  // proposals that were learnt and not of the start design
  std::vector<Outcome> outcomes_;
  Surrogate surrogate_;
  std::vector<std::pair<std::int64_t, Point>> pending_;
  std::set<Point> proposed_;
};

}  // namespace

const Method& gp() {
  static const Method method{
      .info = {.name = "gp",
               .summary =
                   "a Gaussian process over which operations a policy applies how often and how strongly; "
                   "proposes by expected improvement",
               .source = "Jones et al., Journal of Global Optimization 1998",
               .order = 40},
      .make = make_of<GpSearcher>};
  return method;
}

}  // namespace variegate::methods
