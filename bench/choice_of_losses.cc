// Whether the choice of a final round is fooled by noise where policies are judged by a loss: random searches
// played on the recorded benchmarks, as bench/choice plays them for accuracies.
//   choice_of_losses [--noise 0.3,0.6,1.2] [--pictures 3000] [--manual quantile:0.9] [--times 1000]
//
// The world: a policy's true loss is the negative logarithm of its recorded accuracy. A run's loss has,
// beside it, the chance of its seed (`--noise` times the deviation between the table's policies, in
// proportion to the loss, one run of twenty with three times as much) and of the pictures: a picture's loss
// deviates by as much as the loss itself, in the shares that bench/choice has for difficulty, affinity and
// chance.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>
#include <thread>

#include "bench/recorded/recording.h"
#include "bench/recorded/table.h"
#include "variegate/core/random.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;

constexpr double kDifficulty = 0.50;
constexpr double kAffinity = 0.10;
const Metric kLoss{.name = "loss", .larger_is_better = false, .share = false};

struct Options {
  std::vector<std::string> tables = recorded::table_paths();
  std::vector<double> noise = {0.3, 0.6, 1.2};
  std::vector<std::size_t> pictures = {3000};
  std::string manual = "manual";
  std::size_t trials = 40;
  int policies = 3;
  int seeds = 3;
  double confidence = 0.9;
  double times = 1.0;
  bool folds = false;
  std::size_t searches = 400;
  std::uint64_t first = 0;
  std::size_t jobs = 2;
};

struct World {
  recorded::Table table;
  std::vector<double> losses;  // of the table's policies, then of none, manual and trivialaugment
  std::vector<Policy> policies;
  double deviation = 0.0;  // between the table's policies

  std::size_t count() const { return table.policies.size(); }
  std::size_t manual() const { return count() + 1; }
};

World world_of(const std::string& path, const std::string& manual) {
  World world;
  world.table = recorded::read_table(path);
  for (std::size_t i = 0; i < world.count(); ++i) {
    world.losses.push_back(-std::log(world.table.accuracy(i)));
    world.policies.push_back(decode(world.table.space, world.table.policies[i]));
  }
  world.deviation = standard_deviation(world.losses);
  std::vector<double> sorted = world.losses;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const auto baselines =
      recorded::read_recording(std::filesystem::path(path).replace_extension().string() + "-baselines.tsv");
  for (const std::string name : {"none", "manual", "trivialaugment"}) {
    const auto at = std::find(baselines.names.begin(), baselines.names.end(), name) - baselines.names.begin();
    world.losses.push_back(-std::log(baselines.accuracy(static_cast<std::size_t>(at))));
    world.policies.emplace_back();
  }
  if (const std::string quantile = "quantile:"; manual.starts_with(quantile)) {
    const double above = std::stod(manual.substr(quantile.size()));
    world.losses[world.manual()] =
        sorted[static_cast<std::size_t>(above * static_cast<double>(sorted.size() - 1))];
  }
  return world;
}

struct Search {
  double kept = 0.0;     // true gain over manual of what decide() keeps
  double highest = 0.0;  // and of the arm with the best mean
};

class Game {
 public:
  Game(const World& world, const Options& options, double noise, std::size_t pictures, std::uint64_t seed)
      : world_(world), options_(options), noise_(noise), pictures_(pictures), seed_(seed) {}

  Search play() const {
    StudyRecord record;
    record.data.metric = kLoss;
    record.data.evaluation_samples = pictures_;
    record.options.confidence = options_.confidence;
    record.final_folds = options_.folds;
    std::set<std::size_t> tried;
    Stream draw({.seed = seed_, .epoch = 0, .sample = 0, .place = hash_text("policies")});
    while (tried.size() < options_.trials) {
      const auto policy = static_cast<std::size_t>(draw.uniform() * static_cast<double>(world_.count()));
      if (!tried.insert(policy).second) continue;
      TrialRecord trial;
      trial.trial = static_cast<std::int64_t>(policy);
      trial.policy = world_.policies[policy];
      trial.outcome.emplace();
      trial.outcome->reward = reward_of(kLoss, run(policy, 0, 0));
      record.trials.push_back(std::move(trial));
    }
    std::vector<std::size_t> arms{world_.count(), world_.manual(), world_.count() + 2};
    for (const TrialRecord* trial : best_trials(record, options_.policies, {}))
      arms.push_back(static_cast<std::size_t>(trial->trial));
    const char* const names[] = {"none", "manual", "trivialaugment"};
    for (const std::size_t policy : arms) {
      ArmRecord arm;
      arm.baseline = policy >= world_.count();
      arm.name =
          arm.baseline ? names[policy - world_.count()] : trial_name(static_cast<std::int64_t>(policy));
      arm.policy = world_.policies[policy];
      for (int k = 1; k <= options_.seeds; ++k) {
        const auto number = static_cast<std::uint64_t>(k);
        arm.seeds.push_back(number);
        arm.values.push_back(run(policy, number, options_.folds ? number : 0));
      }
      record.final_round.push_back(std::move(arm));
    }
    const std::string chosen = decide(record)->chosen;
    Search search;
    double best = arm_mean(record.final_round[1]);
    for (std::size_t k = 0; k < arms.size(); ++k) {
      const double gain = world_.losses[world_.manual()] - world_.losses[arms[k]];
      if (record.final_round[k].name == chosen) search.kept = gain;
      if (const double mean = arm_mean(record.final_round[k]); mean < best) {
        best = mean;
        search.highest = gain;
      }
    }
    return search;
  }

 private:
  double normal(std::uint64_t what, std::uint64_t policy, std::uint64_t run) const {
    Stream stream({.seed = seed_, .epoch = run, .sample = policy, .place = what});
    return stream.normal();
  }

  double run(std::size_t policy, std::uint64_t run, std::uint64_t fold) const {
    const double loss = world_.losses[policy];
    Stream rare({.seed = seed_, .epoch = run, .sample = policy, .place = hash_text("rare")});
    const double size = (rare.uniform() < 0.05 ? 3.0 : 1.0) * noise_ * world_.deviation * loss /
                        world_.losses[world_.manual()];
    const double of_pictures = loss / std::sqrt(static_cast<double>(pictures_));
    const double chance = std::sqrt(1.0 - kDifficulty - kAffinity) * normal(1, policy, run);
    const double affinity = std::sqrt(kAffinity) * normal(2, policy, fold);
    const double difficulty = std::sqrt(kDifficulty) * normal(3, 0, fold);
    return options_.times *
           (loss + size * normal(4, policy, run) + of_pictures * (chance + affinity + difficulty));
  }

  const World& world_;
  const Options& options_;
  double noise_;
  std::size_t pictures_;
  std::uint64_t seed_;
};

void run(const Options& options) {
  fmt::print(
      "| benchmark | noise | pictures | below manual | by the mean | gain kept "
      "|\n|---|---|---|---|---|---|\n");
  for (const std::string& path : options.tables) {
    const World world = world_of(path, options.manual);
    for (const double noise : options.noise) {
      for (const std::size_t pictures : options.pictures) {
        std::vector<Search> searches(options.searches);
        std::vector<std::thread> threads;
        for (std::size_t job = 0; job < options.jobs; ++job) {
          threads.emplace_back([&, job] {
            for (std::size_t i = job; i < options.searches; i += options.jobs)
              searches[i] = Game(world, options, noise, pictures, options.first + i).play();
          });
        }
        for (std::thread& thread : threads) thread.join();
        double below = 0.0, below_mean = 0.0, kept = 0.0, highest = 0.0;
        for (const Search& search : searches) {
          below += search.kept < 0.0 ? 1.0 : 0.0;
          below_mean += search.highest < 0.0 ? 1.0 : 0.0;
          kept += search.kept;
          highest += search.highest;
        }
        const double n = static_cast<double>(searches.size());
        fmt::print("| {} | {} | {} | {:.1f} % | {:.1f} % | {:.0f} % of {:.3f} |\n",
                   std::filesystem::path(path).stem().string(), noise, pictures, 100.0 * below / n,
                   100.0 * below_mean / n, 100.0 * kept / highest, highest / n);
        std::fflush(stdout);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("What the choice of a final round keeps where policies are judged by a loss");
  app.add_option("--table", options.tables, "recorded tables; their baselines lie beside them");
  app.add_option("--noise", options.noise, "deviation between seeds, in deviations between policies")
      ->delimiter(',');
  app.add_option("--pictures", options.pictures, "sizes of the validation set")->delimiter(',');
  app.add_option("--manual", options.manual,
                 "the recorded manual, or quantile:Q, better than a share Q of the table");
  app.add_option("--final-seeds", options.seeds, "seeds an arm")->capture_default_str();
  app.add_option("--confidence", options.confidence, "see search --help")->capture_default_str();
  app.add_option("--times", options.times, "what all losses are multiplied by")->capture_default_str();
  app.add_flag("--folds", options.folds, "validation pictures of its own for every seed of the final round");
  app.add_option("--searches", options.searches, "a row of the table")->check(CLI::Range(1, 1000000));
  app.add_option("--first", options.first, "seed of the first search")->capture_default_str();
  app.add_option("--jobs", options.jobs, "threads")->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "choice_of_losses: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
