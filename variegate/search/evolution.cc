// Regularised evolution (Real, Aggarwal, Huang and Le, AAAI 2019): the best of a few drawn from the
// population has a child with one change, and the oldest dies, however good: only what does well again and
// again, in children of children, lasts. A reward that was luck dies with its trial.
#include <algorithm>

#include "variegate/search/method.h"
#include "variegate/search/standing.h"
#include "variegate/search/start_design.h"

namespace variegate {
namespace {

class Evolution : public Searcher {
 public:
  Evolution(const Space& space, const SearcherOptions& options)
      : space_(space), dimensions_(dimensions(space)), options_(options) {}

  // Asynchronous, as in the paper: the population is that of the trials that have ended, however many run.
  std::optional<Point> propose(std::int64_t trial) override {
    Stream random({.seed = options_.seed,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = place_of("search/evolution")});
    const auto population = static_cast<std::int64_t>(options_.settings.at("population"));
    if (trial >= population && !outcomes_.empty()) return mutated(parent(random), random);
    if (options_.settings.at("start") != 0.0 && trial < start_trials(space_, options_.trials))
      return start_point(space_, options_.seed, trial);
    return draw_point(space_, random);
  }

  void observe(const Outcome& outcome) override { outcomes_.push_back(outcome); }

 private:
  // The best of a sample of the youngest.
  const Point& parent(Stream& random) const {
    const std::vector<double> rewards = standings(outcomes_);
    const std::size_t alive =
        std::min(outcomes_.size(), static_cast<std::size_t>(options_.settings.at("population")));
    const std::size_t sample = std::min(alive, static_cast<std::size_t>(options_.settings.at("sample")));
    const std::size_t eldest = outcomes_.size() - alive;
    const std::vector<std::size_t> order = random.permutation(alive);
    std::size_t best = eldest + order.front();
    for (std::size_t i = 1; i < sample; ++i) {
      if (rewards[eldest + order[i]] > rewards[best]) best = eldest + order[i];
    }
    return outcomes_[best].point;
  }

  // One coordinate that matters takes another value.
  Point mutated(Point point, Stream& random) const {
    std::vector<int> changeable;
    for (const auto& [coordinate, role] : active_dimensions(space_, point)) {
      if (dimensions_[static_cast<std::size_t>(coordinate)].size > 1) changeable.push_back(coordinate);
    }
    if (changeable.empty()) return point;
    const auto coordinate = static_cast<std::size_t>(changeable[random.below(changeable.size())]);
    const auto others = static_cast<std::uint64_t>(dimensions_[coordinate].size - 1);
    const int drawn = static_cast<int>(random.below(others));
    point[coordinate] = drawn < point[coordinate] ? drawn : drawn + 1;
    return point;
  }

  Space space_;
  std::vector<Dimension> dimensions_;
  SearcherOptions options_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

std::vector<Setting> evolution_settings() {
  return {{.name = "population",
           .standard = 25,
           .least = 1,
           .most = 10'000,
           .whole = true,
           .summary = "trials that are alive: the youngest",
           .source = "ours; Real et al.: 100 of 20,000"},
          {.name = "sample",
           .standard = 10,
           .least = 1,
           .most = 10'000,
           .whole = true,
           .summary = "of them that compete to be a parent",
           .source = "ours; Real et al.: 25"},
          {.name = "start",
           .standard = 1,
           .least = 0,
           .most = 1,
           .whole = true,
           .summary = "1: begins with the start design of tpe and gp; 0: with random points",
           .source = "ours; Real et al.: 0"}};
}

std::unique_ptr<Searcher> make_evolution(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Evolution>(space, options);
}

}  // namespace variegate
