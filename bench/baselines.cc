// Published policies beside what searchers find, on the recorded tasks (bench/recorded).
//   baselines [--table FILE...] [--methods a,b,...] [--trials a,b,...] [--seeds N]
// Needs TABLE-baselines.tsv beside each table. Accuracies in per cent at the full epochs: of a policy, the
// mean over the seeds of the child; of a search, the mean over searches of the policy with the highest
// reward, which counts with its mean over the seeds of the child. In the last column the differences to the
// best policy of the table, of a policy paired by seed. With 95 % t intervals.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "bench/recorded/method_text.h"
#include "bench/recorded/replay.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;
using recorded::Recording;
using recorded::Table;

struct Options {
  std::vector<std::string> tables = recorded::table_paths();
  std::vector<std::string> methods{"random", "tpe", "gp", "evolution"};
  std::vector<std::int64_t> budgets{30, 100};
  std::size_t seeds = 50;
};

struct Row {
  std::string name;
  std::string trials;
  std::vector<std::string> cells;  // of a table each
};

// The rows in the order in which they first came.
class Rows {
 public:
  void add(const std::string& name, const std::string& trials, const std::vector<double>& values,
           const std::vector<double>& best) {
    const Interval accuracy = paired_difference(values, std::vector<double>(values.size(), 0.0));
    const Interval less = paired_difference(values, best);
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const Row& row) { return row.name == name && row.trials == trials; });
    Row& row = found == rows_.end() ? rows_.emplace_back(Row{name, trials, {}}) : *found;
    row.cells.push_back(fmt::format("{:.1f} ± {:.1f} | {:+.1f} ± {:.1f}", 100.0 * accuracy.mean,
                                    100.0 * (accuracy.high - accuracy.mean), 100.0 * less.mean,
                                    100.0 * (less.high - less.mean)));
  }

  void print(const std::vector<std::string>& tables) const {
    fmt::print("| | trials |");
    for (const std::string& table : tables) fmt::print(" {} | less its best |", table);
    fmt::print("\n|---|---|");
    for (std::size_t i = 0; i < tables.size(); ++i) fmt::print("---|---|");
    for (const Row& row : rows_)
      fmt::print("\n| {} | {} | {} |", row.name, row.trials, fmt::join(row.cells, " | "));
    fmt::print("\n");
  }

 private:
  std::vector<Row> rows_;
};

// A grid is a search as well: each of its policies is tried once.
double best_of_grid(const Recording& recording, const std::vector<std::size_t>& grid, std::uint64_t seed) {
  std::vector<recorded::Played> played;
  for (const std::size_t policy : grid) {
    const int drawn = recorded::drawn_seed(recording, seed, std::ssize(played));
    played.push_back({policy, recording.accuracies(policy)[static_cast<std::size_t>(drawn)]});
  }
  return recording.accuracy(recorded::chosen(played, std::ssize(played)));
}

// What the best policy is worth where its luck did not count: it is chosen by all seeds but one, which judges
// it, and that for every seed.
std::vector<double> best_judged_anew(const Recording& recording) {
  std::vector<double> judged;
  for (int held = 0; held < recording.seeds; ++held) {
    Recording others = recording;
    --others.seeds;
    for (auto& curves : others.curves) curves.erase(curves.begin() + held);
    judged.push_back(recording.accuracies(recorded::best_of(others))[static_cast<std::size_t>(held)]);
  }
  return judged;
}

// Adds a column of cells for the table.
void add_table(const std::string& path, const Options& options, Rows& rows) {
  const Table table = recorded::read_table(path);
  std::string stem = path;
  if (stem.ends_with(".tsv")) stem.resize(stem.size() - 4);
  const Recording published = recorded::read_recording(stem + "-baselines.tsv");
  const std::vector<double> best = table.accuracies(recorded::best_of(table));
  const auto searches = [&](const std::string& name, std::int64_t trials, const auto& search) {
    std::vector<double> found;
    for (std::uint64_t seed = 0; seed < options.seeds; ++seed) found.push_back(search(seed));
    rows.add(name, std::to_string(trials), found, std::vector<double>(found.size(), mean(best)));
  };
  std::vector<std::size_t> grid;
  for (std::size_t i = 0; i < published.names.size(); ++i) {
    const bool randaugment = published.names[i].starts_with("randaugment:");
    if (randaugment) grid.push_back(i);
    if (!randaugment || published.names[i] == "randaugment:2:9")
      rows.add(published.names[i], "-", published.accuracies(i), best);
  }
  searches("randaugment, grid", std::ssize(grid),
           [&](std::uint64_t seed) { return best_of_grid(published, grid, seed); });
  for (const std::string& text : options.methods) {
    const auto [method, settings] = recorded::parse_method(text);
    for (const std::int64_t trials : options.budgets) {
      searches(text, trials, [&](std::uint64_t seed) {
        const recorded::Replay replay{.method = method, .settings = settings, .trials = trials, .seed = seed};
        return table.accuracy(recorded::chosen(recorded::play(table, replay), trials));
      });
    }
  }
  rows.add("best of the table", "all", best, best);
  rows.add("best by two seeds, judged by the third", "all", best_judged_anew(table), best);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Published policies beside what searchers find, on recorded tasks");
  app.add_option("--table", options.tables, "recorded tables")->capture_default_str();
  app.add_option("--methods", options.methods, "methods")->delimiter(',');
  app.add_option("--trials", options.budgets, "budgets")->delimiter(',');
  app.add_option("--seeds", options.seeds, "searches a cell")->check(CLI::Range(2, 100000));
  CLI11_PARSE(app, argc, argv);
  try {
    Rows rows;
    std::vector<std::string> names;
    for (const std::string& path : options.tables) {
      add_table(path, options, rows);
      names.push_back(std::filesystem::path(path).stem());
    }
    rows.print(names);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "baselines: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
