// Whether the choice of a final round is fooled by noise: searches played on the recorded benchmarks, with
// validation sets of several sizes, and what the policies that are kept are worth beside "manual".
//   choice [--table FILE...] [--method random] [--pictures 100,200,500,3000] [--folds] [--searches 500]
//
// The world: a policy's true accuracy is its recorded mean; another seed changes it by the deviation between
// recorded seeds that policy and seed leave unexplained. A picture is classified rightly when
//   threshold of the policy's accuracy + its difficulty + its affinity to the policy + chance of the run > 0,
// standard normal together; the shares of the first two are measured
// (docs/experiments/final-choice.md). Policies in the table are independent in their affinities, which makes
// being the best of many by luck as easy as it can be.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <thread>

#include "bench/recorded/recording.h"
#include "bench/recorded/table.h"
#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/search/searcher.h"
#include "variegate/study/decision.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"

namespace {

using namespace variegate;
using recorded::Recording;
using recorded::Table;

constexpr double kDifficulty = 0.50;  // share of the variance that a picture has with every policy and seed
constexpr double kAffinity = 0.10;    // and with every seed of one policy

struct Options {
  std::vector<std::string> tables = recorded::table_paths();
  std::string method = "random";
  std::string manual = "manual";
  std::vector<std::size_t> pictures = {100, 200, 500, 3000};
  std::int64_t trials = 40;
  int policies = 3;
  int seeds = 3;
  double confidence = 0.9;
  bool folds = false;
  std::size_t searches = 500;
  std::uint64_t first = 0;
  std::size_t jobs = 2;
};

double threshold_of(double accuracy) {
  // Acklam's or any other inverse would do: the normal distribution is turned round by bisection.
  double low = -5.0;
  double high = 5.0;
  for (int step = 0; step < 50; ++step) {
    const double middle = (low + high) / 2.0;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < accuracy ? low : high) = middle;
  }
  return (low + high) / 2.0;
}

// Between seeds, of what neither policy nor seed explains.
double seed_deviation(const Recording& recording) {
  const auto seeds = static_cast<std::size_t>(recording.seeds);
  std::vector<double> of_seed(seeds, 0.0);
  for (std::size_t i = 0; i < recording.curves.size(); ++i) {
    for (std::size_t s = 0; s < seeds; ++s)
      of_seed[s] +=
          (recording.accuracies(i)[s] - recording.accuracy(i)) / static_cast<double>(recording.curves.size());
  }
  double squares = 0.0;
  for (std::size_t i = 0; i < recording.curves.size(); ++i) {
    for (std::size_t s = 0; s < seeds; ++s)
      squares += std::pow(recording.accuracies(i)[s] - recording.accuracy(i) - of_seed[s], 2);
  }
  return std::sqrt(squares / (static_cast<double>(recording.curves.size() - 1) * (recording.seeds - 1)));
}

double accuracy_of(const Recording& recording, const std::string& name) {
  const auto found = std::find(recording.names.begin(), recording.names.end(), name);
  if (found == recording.names.end())
    recorded::refuse_recording("baselines", "no such policy", name, "one that is recorded");
  return recording.accuracy(static_cast<std::size_t>(found - recording.names.begin()));
}

std::string baselines_path(const std::string& table) {
  return std::filesystem::path(table).replace_extension().string() + "-baselines.tsv";
}

struct World {
  Table table;
  std::map<Point, std::size_t> index;
  std::vector<double> accuracies;  // of the table's policies
  double none = 0.0, manual = 0.0, trivialaugment = 0.0;
  double seed_deviation = 0.0;
};

// "manual" is the recorded one, or "quantile:0.9" for a harder world: the table's policy above that share.
World world_of(const std::string& path, const std::string& manual) {
  World world;
  world.table = recorded::read_table(path);
  world.index = recorded::index_of(world.table.policies);
  const Recording baselines = recorded::read_recording(baselines_path(path));
  for (std::size_t i = 0; i < world.table.names.size(); ++i)
    world.accuracies.push_back(world.table.accuracy(i));
  world.none = accuracy_of(baselines, "none");
  world.trivialaugment = accuracy_of(baselines, "trivialaugment");
  const std::string quantile = "quantile:";
  if (manual.starts_with(quantile)) {
    std::vector<double> sorted = world.accuracies;
    std::sort(sorted.begin(), sorted.end());
    world.manual = sorted[static_cast<std::size_t>(std::stod(manual.substr(quantile.size())) *
                                                   static_cast<double>(sorted.size() - 1))];
  } else {
    world.manual = accuracy_of(baselines, manual);
  }
  world.seed_deviation = seed_deviation(world.table);
  return world;
}

std::vector<float> normals(std::size_t count, std::uint64_t seed, std::uint64_t what, std::uint64_t which) {
  Stream stream({.seed = seed, .epoch = what, .sample = which, .place = hash_text("choice")});
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(stream.normal());
  return values;
}

// The pictures of one search; each split of a fold has others.
class Pictures {
 public:
  Pictures(const World& world, std::size_t count, std::uint64_t seed)
      : world_(world), count_(count), seed_(seed) {}

  // policy: a number of its own for every policy.
  std::vector<bool> run(double accuracy, std::uint64_t policy, std::uint64_t run, std::uint64_t fold) const {
    Stream luck({.seed = seed_, .epoch = run, .sample = policy, .place = hash_text("seed")});
    const auto threshold = static_cast<float>(
        threshold_of(std::clamp(accuracy + world_.seed_deviation * luck.normal(), 0.005, 0.995)));
    const std::vector<float> difficulty = normals(count_, seed_, 2 * fold, 0);
    const std::vector<float> affinity = normals(count_, seed_, 2 * fold + 1, policy + 1);
    const std::vector<float> chance = normals(count_, derive(seed_, run + 1), fold, policy);
    const auto a = static_cast<float>(std::sqrt(kDifficulty));
    const auto b = static_cast<float>(std::sqrt(kAffinity));
    const auto c = static_cast<float>(std::sqrt(1.0 - kDifficulty - kAffinity));
    std::vector<bool> right(count_);
    for (std::size_t i = 0; i < count_; ++i)
      right[i] = threshold + a * difficulty[i] + b * affinity[i] + c * chance[i] > 0.0F;
    return right;
  }

 private:
  const World& world_;
  std::size_t count_;
  std::uint64_t seed_;
};

double share(const std::vector<bool>& right) {
  return static_cast<double>(std::count(right.begin(), right.end(), true)) /
         static_cast<double>(right.size());
}

struct Search {
  double kept = 0.0;      // true gain over manual of what decide() keeps
  double highest = 0.0;   // and of the arm with the highest mean
  double best = 0.0;      // of the best arm
  double expected = 0.0;  // gain that decide() says of what it keeps
};

void add_trials(StudyRecord& record, const World& world, const Pictures& pictures,
                std::vector<std::size_t>& policy_of) {
  const auto searcher =
      make_searcher(record.options.method, world.table.space,
                    {.seed = record.options.seed, .trials = record.options.trials, .epochs = 1});
  for (std::int64_t trial = 0; trial < record.options.trials; ++trial) {
    const std::optional<Proposal> proposal = searcher->propose(trial);
    if (!proposal) break;
    const Point& point = proposal->point;
    const std::size_t policy = world.index.at(recorded::representative(world.table.space, point));
    Outcome outcome;
    outcome.trial = trial;
    outcome.point = point;
    outcome.reward = share(pictures.run(world.accuracies[policy], policy, 0, 0));
    outcome.epochs = 1;
    outcome.curve = {{1, outcome.reward}};
    searcher->observe(outcome);
    TrialRecord told;
    told.trial = trial;
    told.point = world.table.policies[policy];
    told.policy = decode(world.table.space, told.point);
    told.outcome = outcome;
    record.trials.push_back(std::move(told));
    policy_of.push_back(policy);
  }
}

Search play(const World& world, const Options& options, std::size_t count, std::uint64_t seed) {
  const Pictures pictures(world, count, seed);
  StudyRecord record;
  record.options.space = world.table.space;
  record.options.method = options.method;
  record.options.seed = seed;
  record.options.trials = options.trials;
  record.options.final_policies = options.policies;
  record.options.final_seeds = options.seeds;
  record.options.confidence = options.confidence;
  record.data.evaluation_samples = count;
  std::vector<std::size_t> policy_of;
  add_trials(record, world, pictures, policy_of);

  struct Arm {
    std::string name;
    double accuracy;
    std::uint64_t policy;
    Policy tree;
  };
  const std::uint64_t others = world.accuracies.size();
  std::vector<Arm> arms{{"none", world.none, others, {}},
                        {"manual", world.manual, others + 1, {}},
                        {"trivialaugment", world.trivialaugment, others + 2, {}}};
  for (const TrialRecord* trial : best_trials(record, options.policies, {})) {
    const std::size_t policy = policy_of[static_cast<std::size_t>(trial->trial)];
    arms.push_back({trial_name(trial->trial), world.accuracies[policy], policy, trial->policy});
  }
  record.final_folds = options.folds;
  for (const Arm& arm : arms) {
    ArmRecord told;
    told.name = arm.name;
    told.baseline = arm.policy >= others;
    told.policy = arm.tree;
    for (int k = 0; k < options.seeds; ++k) {
      const auto number = static_cast<std::uint64_t>(k + 1);
      told.seeds.push_back(number);
      told.right.push_back(pictures.run(arm.accuracy, arm.policy, number, options.folds ? number : 0));
      told.values.push_back(share(told.right.back()));
    }
    record.final_round.push_back(std::move(told));
  }

  const Decision decision = *decide(record);
  Search search;
  double highest = mean(record.final_round[1].values);
  for (std::size_t k = 0; k < arms.size(); ++k) {
    const double gain = arms[k].accuracy - world.manual;
    search.best = std::max(search.best, gain);
    if (arms[k].name == decision.chosen) search.kept = gain;
    if (mean(record.final_round[k].values) > highest) {
      highest = mean(record.final_round[k].values);
      search.highest = gain;
    }
  }
  if (const ArmVerdict* verdict = decision.find(decision.chosen)) search.expected = verdict->gain;
  return search;
}

std::vector<Search> play_all(const World& world, const Options& options, std::size_t count) {
  std::vector<Search> searches(options.searches);
  std::vector<std::thread> threads;
  for (std::size_t job = 0; job < options.jobs; ++job) {
    threads.emplace_back([&, job] {
      for (std::size_t i = job; i < options.searches; i += options.jobs)
        searches[i] = play(world, options, count, options.first + i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return searches;
}

void run(const Options& options) {
  fmt::print(
      "| benchmark | pictures | below manual | mean loss then | another kept | gain | said | by the mean: "
      "below | "
      "gain | gain kept | best arm |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const std::string& path : options.tables) {
    const World world = world_of(path, options.manual);
    for (const std::size_t count : options.pictures) {
      const std::vector<Search> searches = play_all(world, options, count);
      double below = 0.0, loss = 0.0, other = 0.0, kept = 0.0, said = 0.0, below_mean = 0.0, highest = 0.0,
             best = 0.0;
      for (const Search& search : searches) {
        below += search.kept < 0.0 ? 1.0 : 0.0;
        loss -= std::min(0.0, search.kept);
        other += search.kept != 0.0 ? 1.0 : 0.0;
        kept += search.kept;
        said += search.expected;
        below_mean += search.highest < 0.0 ? 1.0 : 0.0;
        highest += search.highest;
        best += search.best;
      }
      const double n = static_cast<double>(searches.size()) / 100.0;
      fmt::print(
          "| {} | {} | {:.1f} % | {:.2f} | {:.0f} % | {:+.2f} | {:+.2f} | {:.1f} % | {:+.2f} | {:.0f} % | "
          "{:+.2f} |\n",
          std::filesystem::path(path).stem().string(), count, below / n,
          below > 0.0 ? 100.0 * loss / below : 0.0, other / n, kept / n, said / n, below_mean / n,
          highest / n, 100.0 * kept / highest, best / n);
      std::fflush(stdout);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("What the choice of a final round keeps, on recorded benchmarks");
  app.add_option("--table", options.tables, "recorded tables; their baselines lie beside them")
      ->capture_default_str();
  app.add_option("--method", options.method, "of the search")->capture_default_str();
  app.add_option(
         "--manual", options.manual,
         "the baseline that stands for manual, or quantile:Q for a policy of the table, above a share Q "
         "of them")
      ->capture_default_str();
  app.add_option("--pictures", options.pictures, "sizes of the validation set")->delimiter(',');
  app.add_option("--trials", options.trials, "of a search")->capture_default_str();
  app.add_option("--final-policies", options.policies, "trials in the final round")->capture_default_str();
  app.add_option("--final-seeds", options.seeds, "seeds an arm")->capture_default_str();
  app.add_option("--confidence", options.confidence, "see search --help")->capture_default_str();
  app.add_flag("--folds", options.folds, "validation pictures of its own for every seed of the final round");
  app.add_option("--searches", options.searches, "a row of the table")->check(CLI::Range(1, 1000000));
  app.add_option("--first", options.first, "seed of the first search")->capture_default_str();
  app.add_option("--jobs", options.jobs, "threads")->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "choice: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
