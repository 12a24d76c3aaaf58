// variegate compare: arms trained with equal budget and the same seeds, judged on the test set. The only
// command that opens it.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include "cli/announce_data.h"
#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/interrupt.h"
#include "cli/plan_options.h"
#include "cli/prepared_data.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/worker_path.h"
#include "variegate/core/duration.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/policy/published.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/comparison.h"
#include "variegate/study/comparison_json.h"
#include "variegate/study/statistics.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

struct Options {
  ComparisonOptions comparison;
  std::vector<std::string> arms = {"none", "manual", "trivialaugment"};
  std::string base = "auto";
  int jobs = default_jobs();
  std::string out;
  bool json = false;
};

std::vector<ComparisonArm> arms_of(const Options& options, const Policy& base) {
  std::vector<ComparisonArm> arms;
  for (const std::string& name : options.arms) {
    const std::optional<std::string> file = policy_file(name);
    arms.push_back({.name = name,
                    .policy = arm_policy(name, base),
                    .baseline = !file,
                    .search_seconds = file ? search_seconds_of(*file) : 0.0});
  }
  return arms;
}

std::string interval_text(const Metric& metric, const Difference& difference) {
  const auto text = [&](double value) { return difference_text(metric, value); };
  if (!std::isfinite(difference.low)) return text(difference.mean) + " (one seed: no interval)";
  return fmt::format("{} [{}, {}]", text(difference.mean), text(difference.low), text(difference.high));
}

void print_table(const ComparisonRecord& record) {
  const Metric& metric = record.data.metric;
  fmt::print("{} on {} test images, {} epochs{}{}\n\n", metric.name, record.data.evaluation_samples,
             record.epochs, metric.share ? ", in per cent" : "",
             metric.larger_is_better ? "" : ", less is better");
  const auto number = [&](double value) {
    return metric.share ? fmt::format("{:.2f}", 100.0 * value) : fmt::format("{:.4f}", value);
  };
  TextTable table{{"arm", "mean", "sd", "seeds", "training", "search"}, {}, {false, true, true}};
  for (const ArmRecord& arm : record.arms) {
    const std::vector<double> values = finite_values(arm);
    std::string seeds;
    for (const double value : arm.values) {
      seeds += (seeds.empty() ? "" : " ") + (std::isfinite(value) ? number(value) : "failed");
    }
    table.rows.push_back({arm.name, number(mean(values)), number(standard_deviation(values)), seeds,
                          duration_text(arm.seconds),
                          arm.search_seconds > 0 ? duration_text(arm.search_seconds) : "-"});
  }
  fmt::print("{}\n", table.text(text_columns(stdout)));
  if (record.differences.empty()) return;
  fmt::print("difference from {}, paired by seed, with its 95 % interval{}\n\n", record.differences[0].b,
             metric.share ? ", in points" : "");
  TextTable differences{{"arm", "difference"}, {}, {}};
  for (const Difference& difference : record.differences)
    differences.rows.push_back({difference.a, interval_text(metric, difference)});
  fmt::print("{}", differences.text(text_columns(stdout)));
}

int compare(Options options) {
  ComparisonOptions& comparison = options.comparison;
  Task& task = comparison.task;
  const DataPlan plan = plan_and_say_data(task.data, options.base);
  task.data = plan.data;
  const std::atomic<bool>& stop = interrupted();
  comparison.arms = arms_of(options, plan.base);
  for (const ComparisonArm& arm : comparison.arms) warn_of_size(arm.policy, plan.width, plan.height);
  check(comparison);
  announce_data(task.data, true);
  // A folder that cannot be made is found out now and not when there is something to lose.
  if (!options.out.empty()) std::filesystem::create_directories(options.out);

  const auto runs = static_cast<std::int64_t>(options.arms.size()) * comparison.seeds;
  Progress bar("compare", runs, !options.json);
  std::int64_t done = 0;
  Metric metric;
  ComparisonObserver observer;
  observer.opened = [&](const Ready& ready) {
    metric = ready.metric;
    bar.line(fmt::format("{} images to train on, {} test images; child {} with {} parameters, {}",
                         ready.train_samples, ready.evaluation_samples, task.child.model, ready.parameters,
                         ready.precision));
    for (const std::string& notice : ready.notices) bar.line(notice);
    bar.update(0);
  };
  observer.ended = [&](const ComparisonArm& arm, std::size_t, double value, const std::string& reason) {
    if (!reason.empty()) bar.line(fmt::format("{} failed: {}", arm.name, reason));
    bar.update(++done, reason.empty() ? fmt::format("{} {}", arm.name, value_text(metric, value)) : "");
  };
  OpenRequest open = Comparison::request(task);
  const auto prepared = prepare_data(task.data, temporary_folder(), options.jobs, open);
  const std::unique_ptr<Evaluator> evaluator = open_evaluator(workers(options.jobs), open);
  const ComparisonRecord record = Comparison::run(comparison, *evaluator, observer, stop);
  bar.finish();
  if (!options.out.empty())
    write_file_atomically(options.out + "/comparison.json", json_text(to_json(record)));
  if (options.json) {
    fmt::print("{}", json_text(to_json(record)));
  } else {
    print_table(record);
  }
  return 0;
}

}  // namespace

Command compare_command() {
  return {.name = "compare",
          .summary = "train policies with equal budget and seeds, and judge them on the test set",
          .order = 20,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option(
                   "--arms", options->arms,
                   "what to compare, separated by commas: none (no augmentation), manual (the base alone), "
                   "published names (variegate policy list; they follow the base), policy files (which hold "
                   "their base)")
                ->delimiter(',')
                ->capture_default_str();
            Task& task = options->comparison.task;
            add_described(app, options->comparison);
            add_described(app, task);
            add_described(app, "base", options->base, base_option("the published policies"));
            add_jobs_option(app, options->jobs);
            app.add_option("--out", options->out,
                           "folder to write comparison.json into; a study's, to have it in its report");
            app.add_flag("--json", options->json, "the result for machines, no progress");
            add_data_options(app, task.data);
            add_test_options(app, task.data);
            add_child_options(app, task.child);
            app.footer(
                "Differences are paired by seed, from manual (or the first arm). Decide what to compare "
                "before you\n"
                "look: a test set that has been used to choose says nothing more.\n\n"
                "examples:\n"
                "  variegate compare --data cifar-10/ --train-size 1000 --arms none,manual,trivialaugment "
                "--seeds 5\n"
                "  variegate compare --data photos/ --test held_out/ --arms manual,study/policy.json --out "
                "study");
            return [options] { return compare(*options); };
          }};
}

}  // namespace variegate::cli
