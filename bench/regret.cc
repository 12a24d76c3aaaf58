// Regret of search methods on recorded benchmarks (bench/recorded): how much better the best policy of the
// table is than the one a method would choose after so many trials.
//   regret --table FILE... [--methods a,b,...] [--seeds N] [--trials a,b,...] [--csv FILE] [--also FILE...]
// A method may have settings: gp, or tpe:candidates=48:good-share=0.1. Every budget is a search of its own,
// which knows how many trials it has. In each cell: mean over seeds in points of accuracy with its 95 % t
// interval; in the second table, the same of the differences to the first method, paired by seed.
#include <fmt/format.h>
#include <fmt/os.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "bench/recorded/replay.h"
#include "variegate/core/error.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;

struct Options {
  std::vector<std::string> tables{"bench/recorded/fashion-mnist.tsv", "bench/recorded/cifar10.tsv"};
  std::vector<std::string> methods{"random", "tpe", "gp"};
  std::vector<std::int64_t> budgets{10, 30, 100, 300};
  std::size_t seeds = 50;
  std::int64_t lag = 0;
  std::size_t jobs = 1;
  std::string csv;
  std::vector<std::string> also;  // CSV files of the same columns, of other programs' samplers
};

struct Cell {
  std::string table;
  std::string method;
  std::int64_t trials = 0;
  auto operator<=>(const Cell&) const = default;
};
using Regrets = std::map<Cell, std::vector<double>>;  // by seed

constexpr const char* kColumns = "table,method,trials,seed,regret";

// "tpe:candidates=48" and so on, as it is to be played.
recorded::Replay replay_of(const std::string& text) {
  recorded::Replay replay;
  std::istringstream parts(text);
  std::getline(parts, replay.method, ':');
  for (std::string part; std::getline(parts, part, ':');) {
    const std::size_t equals = part.find('=');
    std::size_t used = 0;
    try {
      replay.settings[part.substr(0, equals)] = std::stod(part.substr(equals + 1), &used);
    } catch (const std::exception&) {
    }
    if (equals == std::string::npos || used == 0 || equals + 1 + used != part.size()) {
      throw Error({.where = "--methods",
                   .what = "not a setting",
                   .got = "'" + part + "'",
                   .expected = "NAME=VALUE",
                   .mend = ""},
                  ErrorKind::usage);
    }
  }
  return replay;
}

void play_all(const recorded::Table& table, const Cell& cell, const Options& options,
              std::vector<double>& regrets) {
  regrets.resize(options.seeds);
  recorded::Replay replay = replay_of(cell.method);
  replay.trials = cell.trials;
  replay.lag = options.lag;
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

void read_csv(const std::string& path, std::size_t seeds, Regrets& regrets) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto refuse = [&] {
    throw Error({.where = path,
                 .what = "not a table of regrets",
                 .got = "'" + line + "'",
                 .expected = kColumns,
                 .mend = ""});
  };
  if (line != kColumns) refuse();
  while (std::getline(file, line)) {
    std::istringstream columns(line);
    Cell cell;
    std::string trials, seed, regret;
    std::getline(columns, cell.table, ',');
    std::getline(columns, cell.method, ',');
    std::getline(columns, trials, ',');
    std::getline(columns, seed, ',');
    if (!std::getline(columns, regret)) refuse();
    cell.trials = std::stoll(trials);
    if (std::vector<double>& cells = regrets[cell]; cells.size() == std::stoull(seed) && cells.size() < seeds)
      cells.push_back(std::stod(regret));
  }
}

void write_csv(const std::string& path, const Regrets& regrets) {
  auto out = fmt::output_file(path);
  out.print("{}\n", kColumns);
  for (const auto& [cell, values] : regrets) {
    for (std::size_t seed = 0; seed < values.size(); ++seed)
      out.print("{},{},{},{},{:.6f}\n", cell.table, cell.method, cell.trials, seed, values[seed]);
  }
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
  for (const std::string& path : options.also) read_csv(path, options.seeds, regrets);
  std::vector<std::string> methods = options.methods;
  for (const auto& [cell, values] : regrets) {
    if (std::find(methods.begin(), methods.end(), cell.method) == methods.end())
      methods.push_back(cell.method);
  }
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
  if (!options.csv.empty()) write_csv(options.csv, regrets);
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
