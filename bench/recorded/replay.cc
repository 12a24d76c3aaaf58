#include "bench/recorded/replay.h"

#include <algorithm>

#include "variegate/core/random.h"

namespace variegate::recorded {
namespace {

Outcome outcome_of(const Table& table, std::int64_t trial, const Point& point, const Curve& curve) {
  Outcome outcome;
  outcome.trial = trial;
  outcome.point = point;
  outcome.epochs = table.epochs.back();
  for (std::size_t i = 0; i < curve.size(); ++i) outcome.curve.emplace_back(table.epochs[i], curve[i] / 1e4);
  outcome.reward = outcome.curve.back().second;
  return outcome;
}

}  // namespace

int drawn_seed(const Recording& recording, std::uint64_t seed, std::uint64_t number) {
  // Not of a Stream: bench/recorded/optuna_regret.py has to draw the same.
  const std::uint64_t drawn = derive(derive(hash_text("recorded"), seed), number);
  return static_cast<int>(drawn % static_cast<std::uint64_t>(recording.seeds));
}

std::vector<Played> play(const Table& table, const Replay& replay) {
  const auto searcher =
      make_searcher(replay.method, table.space,
                    {.seed = replay.seed, .trials = replay.trials, .settings = replay.settings});
  const std::map<Point, std::size_t> index = index_of(table.policies);
  std::vector<Played> played;
  std::vector<Outcome> outcomes;
  std::size_t observed = 0;
  for (std::int64_t trial = 0; trial < replay.trials; ++trial) {
    while (static_cast<std::int64_t>(observed) < trial - replay.lag) searcher->observe(outcomes[observed++]);
    const std::optional<Proposal> proposal = searcher->propose(trial);
    if (!proposal) break;
    const Point& point = proposal->point;
    const std::size_t policy = index.at(representative(table.space, point));
    const auto number = replay.repeatable ? policy : static_cast<std::size_t>(trial);
    const auto seed = static_cast<std::size_t>(drawn_seed(table, replay.seed, number));
    outcomes.push_back(outcome_of(table, trial, point, table.curves[policy][seed]));
    played.push_back({policy, outcomes.back().reward});
  }
  return played;
}

std::size_t chosen(const std::vector<Played>& played, std::int64_t trials) {
  const auto end = played.begin() + std::min<std::int64_t>(trials, std::ssize(played));
  return std::max_element(played.begin(), end,
                          [](const Played& a, const Played& b) { return a.reward < b.reward; })
      ->policy;
}

std::size_t best_of(const Recording& recording) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < recording.curves.size(); ++i) {
    if (recording.accuracy(i) > recording.accuracy(best)) best = i;
  }
  return best;
}

double regret(const Table& table, const std::vector<Played>& played, std::int64_t trials) {
  return table.accuracy(best_of(table)) - table.accuracy(chosen(played, trials));
}

}  // namespace variegate::recorded
