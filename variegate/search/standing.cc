#include "variegate/search/standing.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace variegate {

std::vector<double> standings(std::span<const Outcome> outcomes) {
  std::vector<double> complete;
  for (const Outcome& outcome : outcomes) {
    if (outcome.ending == Ending::complete) complete.push_back(outcome.reward);
  }
  std::sort(complete.begin(), complete.end());
  std::vector<double> values;
  double worst = 1.0;
  for (const Outcome& outcome : outcomes) {
    double value = outcome.reward;
    if (outcome.ending == Ending::stopped && !complete.empty()) {
      value = std::clamp(value, complete.front(), complete[complete.size() / 2]);
    }
    if (outcome.ending != Ending::failed) worst = std::min(worst, value);
    values.push_back(value);
  }
  const bool all_failed = std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
    return outcome.ending == Ending::failed;
  });
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (outcomes[i].ending == Ending::failed) values[i] = all_failed ? 0.0 : worst;
  }
  return values;
}

std::vector<std::size_t> ranking(std::span<const Outcome> outcomes) {
  const auto key = [&](std::size_t i) {
    const Outcome& outcome = outcomes[i];
    const int epochs = outcome.ending == Ending::stopped ? outcome.epochs : 0;
    const double reward = outcome.ending == Ending::failed ? 0.0 : outcome.reward;
    return std::tuple(outcome.ending, -epochs, -reward);
  };
  std::vector<std::size_t> order(outcomes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
  return order;
}

}  // namespace variegate
