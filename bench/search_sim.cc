// How many trials each search method needs, on synthetic studies with known best policies
// (tests/search/planted.h).
//   search_sim [--seeds N] [--trials a,b,...] [--methods a,b,...] [--sub-policies K] [--calls L] ...
// Prints, for every problem and method, the share of the oracle's gain over the base that the chosen policy
// recovers: mean over seeds, and in how many seeds it is at least 90 %. With --learning: how reward and
// entropy of what a controller draws change over a run. With --overhead: the time of a proposal.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>

#include "tests/search/learning.h"

namespace {

using namespace variegate;

// Those whose name contains one of the parts; all when there are none.
std::vector<planted::Problem> problems_with(const std::vector<std::string>& parts) {
  std::vector<planted::Problem> found = planted::problems();
  std::erase_if(found, [&](const planted::Problem& problem) {
    return !parts.empty() && std::none_of(parts.begin(), parts.end(), [&](const std::string& part) {
      return problem.name.find(part) != std::string::npos;
    });
  });
  return found;
}

void print_learning(const std::vector<std::string>& only, const Space& space,
                    const std::vector<std::string>& methods, planted::Simulation options, int first_seed,
                    int seeds) {
  fmt::print(
      "{} seeds, {} trials; change over 100 trials with 95 % interval: of the mean reward, and of the "
      "entropy of a "
      "decision as a share of the largest\n\n| problem | method | reward | entropy |\n|---|---|---|---|\n",
      seeds, options.trials);
  for (const planted::Problem& problem : problems_with(only)) {
    for (const std::string& method : methods) {
      options.method = method;
      const planted::Learning found = planted::learning(problem, space, options, first_seed, seeds);
      fmt::print("| {} | {} | {:+.3f} ({:+.3f} .. {:+.3f}) | {:+.3f} ({:+.3f} .. {:+.3f}) |\n", problem.name,
                 method, found.reward.mean, found.reward.low, found.reward.high, found.entropy.mean,
                 found.entropy.low, found.entropy.high);
      std::fflush(stdout);
    }
  }
}

// Processor time of a proposal after so many observations, and the longest of an observation on the way (a
// controller learns there). Of gp's history only the start and the trials that are timed are its own and the
// rest random points, which take it as long.
void print_overhead(const Space& space, const std::vector<std::string>& methods,
                    std::vector<std::int64_t> counts, const Settings& settings) {
  constexpr std::int64_t kTimed = 5;
  const planted::Problem problem = planted::shift("rotate", 0.9);
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  const auto milliseconds = [](std::clock_t ticks) {
    return 1e3 * static_cast<double>(ticks) / CLOCKS_PER_SEC;
  };
  std::sort(counts.begin(), counts.end());
  fmt::print(
      "processor time in ms: mean of {} proposals after so many observations; longest observation\n\n"
      "| method |",
      kTimed);
  for (const std::int64_t count : counts) fmt::print(" {} |", count);
  fmt::print(" observation |\n|---|");
  for (std::size_t i = 0; i < counts.size(); ++i) fmt::print("---|");
  fmt::print("---|\n");
  for (const std::string& method : methods) {
    const auto searcher = make_searcher(method, space, {.seed = 0, .settings = settings});
    Stream random({.seed = 0, .epoch = 0, .sample = 0, .place = hash_text("search_sim/overhead")});
    std::clock_t longest = 0;
    fmt::print("| {} |", method);
    std::int64_t trial = 0;
    for (const std::int64_t count : counts) {
      std::clock_t proposals = 0;
      for (; trial < count + kTimed; ++trial) {
        Outcome outcome;
        outcome.trial = trial;
        if (method == "gp" && trial >= 50 && trial < count) {
          outcome.point = draw_point(space, random);
        } else {
          const std::clock_t begin = std::clock();
          outcome.point = searcher->propose(trial).value().point;
          if (trial >= count) proposals += std::clock() - begin;
        }
        outcome.reward = problem.reward(planted::uses_of(sub, outcome.point)) +
                         0.01 * planted::noise(0, static_cast<std::uint64_t>(trial));
        const std::clock_t begin = std::clock();
        searcher->observe(outcome);
        longest = std::max(longest, std::clock() - begin);
      }
      fmt::print(" {:.1f} |", milliseconds(proposals) / kTimed);
      std::fflush(stdout);
    }
    fmt::print(" {:.1f} |\n", milliseconds(longest));
  }
}

int run(int argc, char** argv) {
  int seeds = 20;
  int first_seed = 0;
  std::vector<std::int64_t> budgets{30, 40, 60, 100};
  std::vector<std::string> methods{"random", "tpe", "gp"};
  std::vector<std::string> only;
  SubPolicySpace sub;
  std::vector<std::string> set;
  std::int64_t lag = 1;
  double noise = 0.01;
  CLI::App app("Sample efficiency of search methods on synthetic studies");
  app.add_option("--seeds", seeds, "seeds a cell");
  app.add_option("--first-seed", first_seed, "the first of them: to tune on others than those reported");
  app.add_option("--trials", budgets, "budgets")->delimiter(',');
  app.add_option("--methods", methods, "methods")->delimiter(',');
  app.add_option("--only", only, "problems whose name contains one of these")->delimiter(',');
  app.add_option("--sub-policies", sub.sub_policies, "largest number of sub-policies");
  app.add_option("--calls", sub.calls, "calls a sub-policy");
  app.add_option("--probability-levels", sub.probability_levels, "levels of probability");
  app.add_option("--broad", sub.broad_calls, "most operations of the broad part");
  bool clock = false;
  app.add_flag("--clock", clock, "do not tell the method how many trials there will be");
  app.add_option("--strength-levels", sub.strength_levels, "levels of strength");
  app.add_option("--lag", lag, "trials running when the next is asked for");
  app.add_option("--noise", noise, "standard deviation of a reward");
  app.add_option("--set", set, "NAME=VALUE: a setting of the methods");
  bool learning = false;
  app.add_flag("--learning", learning,
               "instead: slopes of reward and entropy of what reinforce and ppo draw");
  bool overhead = false;
  app.add_flag("--overhead", overhead, "instead: processor time of a proposal after --trials observations");
  CLI11_PARSE(app, argc, argv);

  Settings settings;
  for (const std::string& text : set) {
    const std::size_t equals = text.find('=');
    settings[text.substr(0, equals)] = std::stod(text.substr(equals + 1));
  }
  Space space;
  space.kind = sub;
  if (overhead) {
    print_overhead(space, methods, budgets, settings);
    return 0;
  }
  if (learning) {
    print_learning(only, space, methods,
                   {.trials = budgets.back(), .noise = noise, .lag = lag, .settings = settings}, first_seed,
                   seeds);
    return 0;
  }
  fmt::print(
      "{} seeds; up to {} sub-policies of {} calls, {} probabilities, {} strengths; noise {}; each cell: "
      "mean share of "
      "the oracle's gain recovered, % (seeds with at least 90 %)\n\n",
      seeds, sub.sub_policies, sub.calls, sub.probability_levels, sub.strength_levels, noise);
  fmt::print("| problem | method |");
  for (const std::int64_t trials : budgets) fmt::print(" {} trials |", trials);
  fmt::print("\n|---|---|");
  for (std::size_t i = 0; i < budgets.size(); ++i) fmt::print("---|");
  fmt::print("\n");
  std::map<std::pair<std::string, std::int64_t>, double> totals;
  int count = 0;
  for (const planted::Problem& problem : problems_with(only)) {
    ++count;
    const double base = problem.reward({});
    const double gain = planted::oracle(problem, space) - base;
    for (const std::string& method : methods) {
      fmt::print("| {} | {} |", problem.name, method);
      for (const std::int64_t trials : budgets) {
        double sum = 0.0;
        int reached = 0;
        for (int seed = first_seed; seed < first_seed + seeds; ++seed) {
          const double found = planted::simulate(problem, space,
                                                 {.method = method,
                                                  .trials = trials,
                                                  .clock = clock,
                                                  .seed = static_cast<std::uint64_t>(seed),
                                                  .noise = noise,
                                                  .lag = lag,
                                                  .settings = settings});
          const double share = (found - base) / gain;
          sum += share;
          if (share >= 0.9) ++reached;
        }
        totals[{method, trials}] += sum / seeds;
        fmt::print(" {:.0f} ({}) |", 100.0 * sum / seeds, reached);
      }
      fmt::print("\n");
      std::fflush(stdout);
    }
  }
  for (const std::string& method : methods) {
    fmt::print("| mean | {} |", method);
    for (const std::int64_t trials : budgets)
      fmt::print(" {:.1f} |", 100.0 * totals[{method, trials}] / count);
    fmt::print("\n");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
