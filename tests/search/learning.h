// How what a method draws changes over a run: the slopes of reward and entropy by trial, over seeds.
#pragma once

#include <vector>

#include "tests/search/planted.h"
#include "variegate/search/controller/policy_gradient.h"
#include "variegate/study/statistics.h"

namespace variegate::planted {

// The change over 100 trials, by least squares, of a series of one number per trial.
inline double slope(const std::vector<double>& values) {
  const double centre = (static_cast<double>(values.size()) - 1.0) / 2.0;
  double above = 0.0, below = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i) - centre;
    above += x * values[i];
    below += x * x;
  }
  return 100.0 * above / below;
}

struct Learning {
  Interval reward;   // change over 100 trials, mean over seeds with 95 % interval; without noise
  Interval entropy;  // of a decision, as a share of that of a uniform draw
};

// method: one whose searcher is a PolicyGradient.
inline Learning learning(const Problem& problem, const Space& space, const Simulation& options,
                         int first_seed, int seeds) {
  std::vector<double> rewards, entropies;
  for (int i = 0; i < seeds; ++i) {
    const auto seed = static_cast<std::uint64_t>(first_seed + i);
    const auto searcher = make_searcher(options.method, space, {.seed = seed, .settings = options.settings});
    const auto& controller = dynamic_cast<const PolicyGradient&>(*searcher);
    std::vector<Outcome> outcomes;
    std::vector<double> reward, entropy;
    for (std::int64_t trial = 0; trial < options.trials; ++trial) {
      if (const std::int64_t ended = trial - options.lag - 1; ended >= 0)
        searcher->observe(outcomes[static_cast<std::size_t>(ended)]);
      Outcome outcome;
      outcome.trial = trial;
      outcome.point = searcher->propose(trial)->point;
      reward.push_back(problem.reward(uses_of(std::get<SubPolicySpace>(space.kind), outcome.point)));
      entropy.push_back(controller.entropy());
      outcome.reward = reward.back() + options.noise * noise(seed, static_cast<std::uint64_t>(trial));
      outcomes.push_back(outcome);
    }
    rewards.push_back(slope(reward));
    entropies.push_back(slope(entropy));
  }
  const std::vector<double> flat(rewards.size(), 0.0);
  return {paired_difference(rewards, flat), paired_difference(entropies, flat)};
}

}  // namespace variegate::planted
