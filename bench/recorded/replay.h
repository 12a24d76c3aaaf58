// A searcher played on a recorded table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/recorded/table.h"
#include "variegate/search/searcher.h"

namespace variegate::recorded {

struct Replay {
  std::string method = "random";
  Settings settings = {};
  std::int64_t trials = 100;
  std::uint64_t seed = 0;
  std::int64_t lag = 0;     // trials still running when the next is asked for
  bool repeatable = false;  // a policy that is tried again has the same reward, as in a study
};

// What a trial brought.
struct Played {
  std::size_t policy = 0;
  double reward = 0.0;  // of one of the recorded seeds of the child
};

// The recorded seed that a search sees in a trial (or, where rewards are repeatable, of a policy): the same
// for every method, so that methods meet the same luck.
int drawn_seed(const Recording& recording, std::uint64_t seed, std::uint64_t number);

// Outcomes have the recorded curve. Ends early when the method has no point left.
std::vector<Played> play(const Table& table, const Replay& replay);

// The policy with the highest reward in the first `trials`: what a search gives back.
std::size_t chosen(const std::vector<Played>& played, std::int64_t trials);

// The policy with the highest mean over seeds.
std::size_t best_of(const Recording& recording);

// Simple regret after that many trials: how much better the best policy of the table is than the chosen one,
// by their means over seeds, 0..1.
double regret(const Table& table, const std::vector<Played>& played, std::int64_t trials);

}  // namespace variegate::recorded
