// Simple regret of search methods on standard functions (tests/search/functions.h).
//   function_regret [--methods a,b,...] [--seeds N] [--evaluations a,b,...] [--also FILE...]
// A method may have settings: tpe:multivariate=0. In each cell: mean over seeds with its 95 % t interval, and
// the median.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "bench/recorded/method_text.h"
#include "bench/recorded/regrets.h"
#include "tests/search/functions.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;
using recorded::Regrets;

int run(int argc, char** argv) {
  std::vector<std::string> methods{"random", "tpe", "gp"};
  std::vector<std::string> only, also;
  std::vector<std::int64_t> budgets{30, 60, 100};
  int seeds = 20;
  int first_seed = 0;
  CLI::App app("Simple regret of search methods on standard functions");
  app.add_option("--methods", methods, "methods")->delimiter(',');
  app.add_option("--only", only, "functions")->delimiter(',');
  app.add_option("--evaluations", budgets, "after how many")->delimiter(',');
  app.add_option("--seeds", seeds, "searches a cell")->check(CLI::Range(2, 100000));
  app.add_option("--first-seed", first_seed, "the first of them: to tune on others than those reported");
  app.add_option("--also", also, "CSV files with the regrets of other samplers (optuna_functions.py)");
  CLI11_PARSE(app, argc, argv);

  Regrets regrets;
  for (const std::string& path : also) recorded::read_regrets(path, regrets);
  const std::vector<std::string> names = recorded::methods_of(methods, regrets);
  fmt::print("| function | method |");
  for (const std::int64_t budget : budgets) fmt::print(" {} evaluations |", budget);
  fmt::print("\n|---|---|");
  for (std::size_t i = 0; i < budgets.size(); ++i) fmt::print("---|");
  fmt::print("\n");
  for (const functions::Function& function : functions::all()) {
    if (!only.empty() && std::find(only.begin(), only.end(), function.name) == only.end()) continue;
    for (const std::string& name : names) {
      if (std::find(methods.begin(), methods.end(), name) != methods.end()) {
        const auto [method, settings] = recorded::parse_method(name);
        SearcherOptions options{.trials = *std::max_element(budgets.begin(), budgets.end()),
                                .settings = settings};
        for (int seed = first_seed; seed < first_seed + seeds; ++seed) {
          options.seed = static_cast<std::uint64_t>(seed);
          const std::vector<double> found = functions::regrets(function, method, options);
          for (const std::int64_t budget : budgets)
            regrets[{function.name, name, budget}].push_back(found[static_cast<std::size_t>(budget - 1)]);
        }
      }
      fmt::print("| {} | {} |", function.name, name);
      for (const std::int64_t budget : budgets) {
        std::vector<double> values = regrets[{function.name, name, budget}];
        if (values.size() < 2) {
          fmt::print(" |");
          continue;
        }
        const Interval interval = paired_difference(values, std::vector<double>(values.size(), 0.0));
        std::sort(values.begin(), values.end());
        fmt::print(" {:.3g} ± {:.2g}, median {:.3g} |", interval.mean, interval.high - interval.mean,
                   0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]));
      }
      fmt::print("\n");
      std::fflush(stdout);
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "function_regret: %s\n", fault.what());
    return EXIT_FAILURE;
  }
}
