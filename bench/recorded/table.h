// A recorded benchmark: the validation accuracy of every policy of a small space, for several seeds of the
// child and at several epochs, so that a searcher can be played hundreds of real trials in a second.
// bench/recorded/record.cc makes the tables; bench/regret.cc and tests/search play searchers on them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/recorded/recording.h"
#include "variegate/space/space.h"

namespace variegate::recorded {

// Of the policies policies_of(space), in their order; a policy's name is its calls.
struct Table : Recording {
  Space space;
  std::vector<Point> policies;
};

// A table of the space, curves still to come. `facts` is the header's beginning.
Table empty_table(const Space& space, std::vector<std::pair<std::string, std::string>> facts);

// The policies of a space of one sub-policy of two calls and one probability, each once. Two calls in either
// order count as one policy (docs/experiments/recorded-benchmark.md says what that costs); "identity" and
// operations without a magnitude have no strength.
std::vector<Point> policies_of(const Space& space);

// The member of policies_of() that stands for a point: its calls in the order of the set of operations, then
// of strength.
Point representative(const Space& space, const Point& point);

// Where each policy is in policies_of().
std::map<Point, std::size_t> index_of(const std::vector<Point>& policies);

// Those of the repository, from its root: what the programs take when no table is named.
const std::vector<std::string>& table_paths();

// Error, naming the line, unless every policy is there with every seed. recording_text() is what it reads.
Table read_table(const std::string& path);

}  // namespace variegate::recorded
