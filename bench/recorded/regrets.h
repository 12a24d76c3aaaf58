// Regrets of searches as a CSV file: what bench/regret, bench/function_regret and the Python programs that
// ask other samplers write and read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace variegate::recorded {

struct Cell {
  std::string problem;  // a recorded table, or a function
  std::string method;
  std::int64_t trials = 0;
  auto operator<=>(const Cell&) const = default;
};
using Regrets = std::map<Cell, std::vector<double>>;  // by seed, from 0

// Adds those of the file. Error, naming the line, unless it has the columns problem, method, trials, seed and
// regret, and the next seed of a cell is the one after those that are there.
void read_regrets(const std::string& path, Regrets& regrets);

void write_regrets(const std::string& path, const Regrets& regrets);

// `methods`, then those of the cells that are not among them.
std::vector<std::string> methods_of(std::vector<std::string> methods, const Regrets& regrets);

}  // namespace variegate::recorded
