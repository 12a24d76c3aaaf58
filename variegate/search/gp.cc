// Bayesian optimisation: a Gaussian process over policies as measures (surrogate.h), and expected improvement
// (Mockus 1975; Jones, Schonlau and Welch 1998; the treatment of pending trials is the kriging believer of
// Ginsbourger, Le Riche and Carraro 2010).
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "variegate/search/method.h"
#include "variegate/search/neighbour.h"
#include "variegate/search/start_design.h"
#include "variegate/search/surrogate.h"

namespace variegate {
namespace {

constexpr int kDraws = 128;         // fresh candidates a proposal
constexpr int kElite = 8;           // points from which, and candidates to which, the local search goes
constexpr int kRounds = 5;          // of local search
constexpr int kMovesPerElite = 12;  // a round
// Every so many learnt proposals one takes a part away from the best policy: operations that came together
// share the credit, and only a trial without one of them tells which deserves it.
constexpr int kSimplifyEvery = 4;

double normal_density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }
double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

class GpSearcher : public Searcher {
 public:
  GpSearcher(const Space& space, const SearcherOptions& options)
      : space_(space), seed_(options.seed), planned_(options.trials) {}

  std::optional<Point> propose(std::int64_t trial) override {
    const auto start = start_number(space_, planned_, trial);
    if (!start) ++learnt_;
    Point point =
        start || outcomes_.empty() ? start_point(space_, seed_, start.value_or(trial)) : learnt(trial);
    proposed_.insert(canonical(space_, point));
    pending_.emplace_back(trial, point);
    return point;
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

  Point learnt(std::int64_t trial) const {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = place_of("search/gp")});
    Surrogate surrogate(space_, outcomes_);
    for (const auto& [number, point] : pending_) surrogate.believe(point);

    // Best by expectation, not by luck.
    std::vector<Candidate> seen;
    for (const Outcome& outcome : outcomes_) {
      seen.push_back({outcome.point, surrogate.predict(outcome.point).mean});
    }
    keep_best(seen, kElite);
    const double incumbent = seen.front().score;

    const auto candidate_of = [&](Point point) {
      const Prediction prediction = surrogate.predict(point);
      const double deviation = std::sqrt(prediction.variance);
      const double z = (prediction.mean - incumbent) / deviation;
      double score = deviation * (z * normal_share(z) + normal_density(z));
      // A point already proposed is worth proposing again only when there is no other.
      if (proposed_.contains(canonical(space_, point))) score -= 1e6;
      return Candidate{std::move(point), score};
    };
    std::vector<Candidate> candidates;
    if (learnt_ % kSimplifyEvery == 0) {
      for (Point& simpler : simpler_points(space_, seen.front().point)) {
        if (!proposed_.contains(canonical(space_, simpler)))
          candidates.push_back(candidate_of(std::move(simpler)));
      }
      if (!candidates.empty()) {
        keep_best(candidates, 1);
        return candidates.front().point;
      }
    }
    for (int i = 0; i < kDraws; ++i) candidates.push_back(candidate_of(draw_point(space_, random)));
    std::vector<Candidate> from = seen;
    for (int round = 0; round < kRounds; ++round) {
      for (const Candidate& parent : from) {
        for (int i = 0; i < kMovesPerElite; ++i) {
          Point moved = neighbour(space_, parent.point, {}, random);
          while (random.bernoulli(0.4)) moved = neighbour(space_, moved, {}, random);
          candidates.push_back(candidate_of(std::move(moved)));
        }
      }
      keep_best(candidates, kElite);
      from = candidates;
    }
    return candidates.front().point;
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
  std::uint64_t seed_;
  std::int64_t planned_;     // trials; 0: not known
  std::int64_t learnt_ = 0;  // proposals that were learnt and not of the start design
  std::vector<Outcome> outcomes_;
  std::vector<std::pair<std::int64_t, Point>> pending_;
  std::set<Point> proposed_;
};

}  // namespace

std::unique_ptr<Searcher> make_gp(const Space& space, const SearcherOptions& options) {
  return std::make_unique<GpSearcher>(space, options);
}

}  // namespace variegate
