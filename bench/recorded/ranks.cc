// How well fewer epochs, or one seed, order the policies of recorded tables.
//   ranks [TABLE...]
// For each number of epochs the correlations of ranks, over all policies, of the mean accuracy there with the
// mean at the full epochs (Spearman's with its 95 % interval), and how far, in points of accuracy at the full
// epochs, the policy that is best there lies below the best of all. The last row is the ceiling that noise
// sets: the first seed against the mean of the others, both at the full epochs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/recorded/table.h"
#include "variegate/core/error.h"
#include "variegate/study/rank_correlation.h"

namespace variegate::recorded {
namespace {

void print_row(const std::string& name, const std::vector<double>& proxy, const std::vector<double>& truth) {
  const RankCorrelation rho = spearman(proxy, truth);
  const auto best = std::max_element(proxy.begin(), proxy.end()) - proxy.begin();
  const double lost = *std::max_element(truth.begin(), truth.end()) - truth[static_cast<std::size_t>(best)];
  fmt::print("| {} | {:.2f} [{:.2f}, {:.2f}] | {:.2f} | {:.1f} |\n", name, rho.value, rho.low, rho.high,
             kendall(proxy, truth), 100.0 * lost);
}

void print_table(const std::string& path) {
  const Table table = read_table(path);
  fmt::print("\n| {} | Spearman | Kendall | its best is below the best by |\n|---|---|---|---|\n",
             std::filesystem::path(path).stem().string());
  const auto means = [&](int epoch) {
    std::vector<double> values;
    for (std::size_t i = 0; i < table.policies.size(); ++i) values.push_back(table.accuracy(i, epoch));
    return values;
  };
  for (int i = 0; i + 1 < std::ssize(table.epochs); ++i)
    print_row(fmt::format("{} epochs", table.epochs[static_cast<std::size_t>(i)]), means(i), means(-1));
  std::vector<double> one, others;
  for (const auto& curves : table.curves) {
    double sum = 0.0;
    for (std::size_t seed = 1; seed < curves.size(); ++seed) sum += curves[seed].back() / 1e4;
    one.push_back(curves.front().back() / 1e4);
    others.push_back(sum / (table.seeds - 1));
  }
  print_row(fmt::format("{} epochs, one seed", table.epochs.back()), one, others);
}

}  // namespace
}  // namespace variegate::recorded

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.empty()) paths = variegate::recorded::table_paths();
  try {
    for (const std::string& path : paths) variegate::recorded::print_table(path);
  } catch (const variegate::Error& fault) {
    std::fprintf(stderr, "ranks: %s\n", fault.what());
    return EXIT_FAILURE;
  }
}
