// Regularised evolution (Real, Aggarwal, Huang and Le, AAAI 2019): the best of a few drawn from the
// population has a child with one change, and the oldest dies, however good: only what does well again and
// again, in children of children, lasts. A reward that was luck dies with its trial.
#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "variegate/search/described_settings.h"
#include "variegate/search/method.h"
#include "variegate/search/standing.h"
#include "variegate/search/untried.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/start_design.h"

namespace variegate::methods {
namespace {

struct EvolutionSettings {
  int population = 0;
  double sample = 0.4;
  double anywhere = 0.2;
  int redraws = 20;
  bool start = true;
};

template <MaybeConst<EvolutionSettings> Options, typename Visit>
void describe(Options& settings, Visit&& option) {
  option("population", settings.population,
         {.low = 0,
          .high = 10'000,
          .summary = "number of the youngest trials that are alive; 0: a fifth of those planned, 25 to 100, "
                     "at most half"},
         "ours; Real et al.: 100 of 20,000");
  option("sample", settings.sample,
         {.low = 0, .high = 1, .summary = "share of the population that competes to be a parent"},
         "ours; Real et al.: 0.25");
  option("anywhere", settings.anywhere,
         {.low = 0,
          .high = 1,
          .summary = "chance that a child differs from its parent by any other value of one coordinate; else "
                     "by a move of the local search of tpe and gp"},
         "ours; Real et al.: 1");
  option("redraws", settings.redraws,
         {.low = 0,
          .high = 1000,
          .summary = "further draws of a child that has been tried: tried again it would tell nothing"},
         "ours; Real et al.: 0");
  option("start", settings.start,
         {.summary = "first population; 1: the start design of tpe and gp, in as many rounds as it holds; 0: "
                     "random points"},
         "ours; Real et al.: 0");
}

// Members of the population, which begins with the start design in rounds; but no more than half of the
// trials.
constexpr std::int64_t kFewest = 25;

std::int64_t population_of(const EvolutionSettings& settings, const SearcherOptions& options) {
  if (settings.population > 0) return settings.population;
  if (options.trials == 0) return kFewest;
  const std::int64_t fewest = std::clamp<std::int64_t>(options.trials / 2, 1, kFewest);
  return std::max(fewest, start_trials_in_rounds(options.trials));
}

class Evolution : public Searcher {
 public:
  Evolution(const Space& space, const SearcherOptions& options)
      : space_(space),
        dimensions_(dimensions(space)),
        options_(options),
        settings_(typed_settings<EvolutionSettings>(options.settings)),
        population_(population_of(settings_, options)) {}

  // Asynchronous, as in the paper: the population is that of the trials that have ended, however many run.
  std::optional<Proposal> propose(std::int64_t trial) override {
    Stream random({.seed = options_.seed,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/evolution")});
    Point point;
    if (trial < population_ || outcomes_.empty()) {
      point = settings_.start ? start_point(space_, options_.seed, trial) : draw_point(space_, random);
    } else {
      point = untried(space_, tried_, settings_.redraws, [&] { return mutated(parent(random), random); });
    }
    tried_.insert(canonical(space_, point));
    return Proposal{std::move(point)};
  }

  void observe(const Outcome& outcome) override { outcomes_.push_back(outcome); }

 private:
  // The best of a sample of the youngest.
  const Point& parent(Stream& random) const {
    const std::size_t alive = std::min(outcomes_.size(), static_cast<std::size_t>(population_));
    const std::span<const Outcome> youngest = std::span(outcomes_).last(alive);
    const std::vector<double> rewards = standings(youngest);
    const auto sample = static_cast<std::size_t>(std::ceil(settings_.sample * static_cast<double>(alive)));
    const std::vector<std::size_t> order = random.permutation(alive);
    std::size_t best = order.front();
    for (std::size_t i = 1; i < sample; ++i) {
      if (rewards[order[i]] > rewards[best]) best = order[i];
    }
    return youngest[best].point;
  }

  // A move of a local search, or, as in the paper, any other value for one coordinate that matters.
  Point mutated(Point point, Stream& random) const {
    if (!random.bernoulli(settings_.anywhere)) return neighbour(space_, point, {}, random);
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
  EvolutionSettings settings_;
  std::int64_t population_;
  std::vector<Outcome> outcomes_;
  std::set<Point> tried_;  // canonical
};

}  // namespace

const Method& evolution() {
  static const Method method{.info = {.name = "evolution",
                                      .summary = "the best of some of the youngest trials, with one change",
                                      .source = "Real et al., AAAI 2019",
                                      .settings = setting_list<EvolutionSettings>(),
                                      .order = 50},
                             .make = make_of<Evolution>};
  return method;
}

}  // namespace variegate::methods
