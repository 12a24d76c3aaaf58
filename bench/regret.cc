// Regret of search methods on recorded benchmarks (bench/recorded): how much better the best policy of the
// table is than the one a method would choose after so many trials.
//   regret --table FILE... [--methods a,b,...] [--seeds N] [--trials a,b,...] [--csv FILE] [--also FILE...]
// A method may have settings: gp, or tpe:candidates=48:good-share=0.1. Every budget is a search of its own,
// which knows how many trials it has. In each cell: mean over seeds in points of accuracy with its 95 % t
// interval; in the second table, the same of the differences to the first method, paired by seed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <thread>

#include "bench/recorded/method_text.h"
#include "bench/recorded/regrets.h"
#include "bench/recorded/replay.h"
#include "variegate/core/error.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;
using recorded::Cell;
using recorded::Regrets;

struct Options {
  std::vector<std::string> tables = recorded::table_paths();
  std::vector<std::string> methods{"random", "tpe", "gp"};
  std::vector<std::int64_t> budgets{10, 30, 100, 300};
  std::size_t seeds = 50;
  std::int64_t lag = 0;
  bool repeatable = false;
  std::size_t jobs = 1;
  std::string csv;
  std::vector<std::string> also;  // CSV files of regrets, of other programs' samplers
};

void play_all(const recorded::Table& table, const Cell& cell, const Options& options,
              std::vector<double>& regrets) {
  regrets.resize(options.seeds);
  const auto [method, settings] = recorded::parse_method(cell.method);
  const recorded::Replay replay{.method = method,
                                .settings = settings,
                                .trials = cell.trials,
                                .lag = options.lag,
                                .repeatable = options.repeatable};
  recorded::play(
      table,
      {.method = replay.method, .settings = replay.settings, .trials = 0});  // throws here, not in a thread
  std::vector<std::thread> threads;
  for (std::size_t job = 0; job < options.jobs; ++job) {
    threads.emplace_back([&, job, mine = replay]() mutable {
      for (std::size_t seed = job; seed < options.seeds; seed += options.jobs) {
        mine.seed = seed;
        regrets[seed] = recorded::regret(table, recorded::play(table, mine), cell.trials);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void print_heading(const std::string& table, const Options& options) {
  fmt::print("\n| {} |", table);
  for (const std::int64_t trials : options.budgets) fmt::print(" {} trials |", trials);
  fmt::print("\n|---|");
  for (std::size_t i = 0; i < options.budgets.size(); ++i) fmt::print("---|");
  fmt::print("\n");
}

// All methods against `reference`, or as they are when there is none.
void print_rows(const std::string& table, const std::vector<std::string>& methods, const Options& options,
                const Regrets& regrets, const std::string& reference) {
  for (const std::string& method : methods) {
    if (method == reference) continue;
    fmt::print("| {} |", method);
    for (const std::int64_t trials : options.budgets) {
      const auto found = regrets.find({table, method, trials});
      if (found == regrets.end() || found->second.size() != options.seeds) {
        fmt::print(" |");
        continue;
      }
      const std::vector<double>& values = found->second;
      const std::vector<double> zeros(values.size(), 0.0);
      const Interval interval =
          paired_difference(values, reference.empty() ? zeros : regrets.at({table, reference, trials}));
      const std::string mean =
          fmt::format(fmt::runtime(reference.empty() ? "{:.2f}" : "{:+.2f}"), 100.0 * interval.mean);
      fmt::print(" {} ± {:.2f} |", mean, 100.0 * (interval.high - interval.mean));
    }
    fmt::print("\n");
  }
}

void run(const Options& options) {
  Regrets regrets;
  for (const std::string& path : options.also) recorded::read_regrets(path, regrets);
  for (auto& [cell, values] : regrets) values.resize(std::min(values.size(), options.seeds));
  const std::vector<std::string> methods = recorded::methods_of(options.methods, regrets);
  for (const std::string& path : options.tables) {
    const recorded::Table table = recorded::read_table(path);
    const std::string name = std::filesystem::path(path).stem();
    for (const std::string& method : options.methods) {
      for (const std::int64_t trials : options.budgets) {
        const Cell cell{name, method, trials};
        play_all(table, cell, options, regrets[cell]);
      }
    }
    print_heading(name + ": regret", options);
    print_rows(name, methods, options, regrets, "");
    if (options.methods.empty()) continue;
    print_heading(fmt::format("{}: less {}'s", name, options.methods.front()), options);
    print_rows(name, methods, options, regrets, options.methods.front());
    std::fflush(stdout);
  }
  if (!options.csv.empty()) recorded::write_regrets(options.csv, regrets);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Regret of search methods on recorded benchmarks");
  app.add_option("--table", options.tables, "recorded tables")->capture_default_str();
  app.add_option("--methods", options.methods, "methods; differences are to the first")->delimiter(',');
  app.add_option("--trials", options.budgets, "budgets")->delimiter(',');
  app.add_option("--seeds", options.seeds, "searches a cell")->check(CLI::Range(2, 100000));
  app.add_option("--lag", options.lag, "trials running when the next is asked for");
  app.add_flag(
      "--repeatable", options.repeatable,
      "a policy has the same reward whenever it is tried, as in a study, whose trials have one seed");
  app.add_option("--jobs", options.jobs, "threads")->check(CLI::Range(1, 1000));
  app.add_option("--csv", options.csv, "also write every regret to this file");
  app.add_option("--also", options.also, "CSV files with the regrets of other samplers (optuna_regret.py)");
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "regret: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
