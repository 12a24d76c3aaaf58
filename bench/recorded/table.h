// A recorded benchmark: the validation accuracy of every policy of a small space, for several seeds of the
// child and at several epochs, so that a searcher can be played hundreds of real trials in a second.
// bench/recorded/record.cc makes the tables; bench/regret.cc and tests/search play searchers on them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "variegate/search/space.h"

namespace variegate::recorded {

// Validation accuracy in 1/10,000 at each of the table's epochs.
using Curve = std::vector<int>;

struct Table {
  std::vector<std::pair<std::string, std::string>> facts;  // where the numbers come from: the file's header
  Space space;
  std::vector<int> epochs;                 // increasing; the last is the full budget
  int seeds = 0;                           // of the child, recorded for every policy
  std::vector<Point> policies;             // policies_of(space)
  std::vector<std::vector<Curve>> curves;  // of a policy (as above), of a seed

  // Mean over seeds at an epoch of the table (its index; -1: the last), 0..1: the truth about a policy.
  double accuracy(std::size_t policy, int epoch = -1) const;
};

// The policies of a space of one sub-policy of two calls and one probability, each once. Two calls in either
// order count as one policy (docs/search.md says what that costs); "identity" and operations without a
// magnitude have no strength.
std::vector<Point> policies_of(const Space& space);

// The member of policies_of() that stands for a point: its calls in the order of the set of operations, then
// of strength.
Point representative(const Space& space, const Point& point);

// Where each policy is in policies_of().
std::map<Point, std::size_t> index_of(const std::vector<Point>& policies);

// Those of the repository, from its root: what the programs take when no table is named.
const std::vector<std::string>& table_paths();

// Error, naming the line, unless every policy is there with every seed.
Table read_table(const std::string& path);
std::string table_text(const Table& table);

}  // namespace variegate::recorded
