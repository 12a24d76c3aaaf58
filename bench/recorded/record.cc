// Records a table of a task (task.cc): trains a child for every policy of its space and every seed.
//   record TASK OUT.tsv [--jobs N]
//   record TASK OUT.tsv --baselines [--jobs N]     the same of published policies (baselines.h)
//   record TASK OUT.tsv --swapped N
// Each run is written to OUT.tsv.part as it ends, so a recording that was killed goes on where it was;
// OUT.tsv appears when all are there.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "bench/recorded/baselines.h"
#include "bench/recorded/runs.h"
#include "bench/recorded/table.h"
#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/data/image_set.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/statistics.h"

namespace variegate::recorded {
namespace {

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const Task& task : tasks()) names.push_back(task.name);
  return names;
}

const Task& task_of(const std::string& name) {
  for (const Task& task : tasks()) {
    if (task.name == name) return task;
  }
  throw Error({.where = "TASK",
               .what = "no such task",
               .got = "'" + name + "'",
               .expected = fmt::format("{}", fmt::join(task_names(), ", ")),
               .mend = ""},
              ErrorKind::usage);
}

// The header but for epochs and seeds.
std::vector<std::pair<std::string, std::string>> facts_of(const Task& task, const std::string& command,
                                                          const std::string& line) {
  const SearchData data = open_data(task);
  const Trainer trainer(data.train, data.validation, task.child);
  return {{"task", task.name},
          {"made by", "build/release/bench/recorded/record " + command},
          {"line", line + ", then for each seed the validation accuracies, in 1/10000, at the epochs"},
          {"data", fmt::format("{} training and {} validation images of {}x{}, digests {:016x} {:016x}",
                               data.train.size(), data.validation.size(), data.train.width, data.train.height,
                               digest_of(data.train), digest_of(data.validation))},
          {"validation pictures", task.shift == Policy() ? "as they are" : in_words(task.shift)},
          {"child", fmt::format("{}, precision {}", to_json(task.child).dump(), trainer.precision())}};
}

void write(const Task& task, Recording recording, const std::vector<Policy>& policies, const std::string& out,
           int jobs) {
  const std::string part = out + ".part";
  recording.epochs = task.epochs;
  recording.seeds = task.seeds;
  recording.curves = run_all(task, policies, part, jobs);
  write_file_atomically(out, recording_text(recording));
  std::filesystem::remove(part);
}

void record_table(const Task& task, const std::string& out, int jobs) {
  const Table table =
      empty_table(task.space, facts_of(task, fmt::format("{0} bench/recorded/{0}.tsv", task.name),
                                       "the two calls (operation:strength)"));
  std::vector<Policy> policies;
  for (const Point& point : table.policies) policies.push_back(decode(task.space, point));
  write(task, table, policies, out, jobs);
}

void record_baselines(const Task& task, const std::string& out, int jobs) {
  Recording recording;
  recording.facts = facts_of(task, fmt::format("{0} bench/recorded/{0}-baselines.tsv --baselines", task.name),
                             "the policy");
  std::vector<Policy> policies;
  for (const Baseline& baseline : baselines(task)) {
    recording.names.push_back(baseline.name);
    policies.push_back(baseline.policy);
  }
  write(task, std::move(recording), policies, out, jobs);
}

// What it costs that a table knows one order of two calls: the other order of some of its policies.
void swap_calls(const Task& task, const Table& table, int count) {
  SearchData data = open_data(task);
  const Trainer trainer(std::move(data.train), std::move(data.validation), task.child);
  const auto& sub = std::get<SubPolicySpace>(task.space.kind);
  const Slot first = slot_at(sub, 0, 0);
  const Slot second = slot_at(sub, 0, 1);
  Stream random({.seed = 0, .epoch = 0, .sample = 0, .place = hash_text("recorded/swapped")});
  std::vector<double> recorded, swapped;
  for (const std::size_t policy : random.permutation(table.policies.size())) {
    if (std::ssize(recorded) == count) break;
    Point point = table.policies[policy];
    if (point[first.op] == identity_of(sub) || point[first.op] == point[second.op]) continue;
    std::swap(point[first.op], point[second.op]);
    std::swap(point[first.strength], point[second.strength]);
    double sum = 0.0;
    for (int seed = 0; seed < table.seeds; ++seed)
      sum += train(trainer, task, decode(task.space, point), seed).back() / 1e2;
    recorded.push_back(100.0 * table.accuracy(policy));
    swapped.push_back(sum / table.seeds);
  }
  double noise = 0.0;
  for (std::size_t i = 0; i < table.policies.size(); ++i) {
    for (const Curve& curve : table.curves[i])
      noise += std::pow(curve.back() / 1e2 - 100.0 * table.accuracy(i), 2) / (table.seeds - 1);
  }
  noise /= static_cast<double>(table.policies.size() * static_cast<std::size_t>(table.seeds));
  double square = 0.0;
  for (std::size_t i = 0; i < recorded.size(); ++i) square += std::pow(swapped[i] - recorded[i], 2);
  const Interval difference = paired_difference(swapped, recorded);
  fmt::print(
      "{}: {} policies with their calls swapped: {:+.2f} points [{:+.2f}, {:+.2f}], root mean square {:.2f}; "
      "by the noise of {} seeds alone it would be {:.2f}\n",
      task.name, recorded.size(), difference.mean, difference.low, difference.high,
      std::sqrt(square / static_cast<double>(recorded.size())), table.seeds, std::sqrt(2.0 * noise));
}

}  // namespace
}  // namespace variegate::recorded

int main(int argc, char** argv) {
  using namespace variegate::recorded;
  CLI::App app("Records the validation accuracy of every policy of a small space");
  std::string task, out;
  int jobs = 1, swapped = 0;
  bool baselines = false;
  app.add_option("task", task, fmt::format("one of {}", fmt::join(task_names(), ", ")))->required();
  app.add_option("out", out, "the table")->required();
  app.add_option("--jobs", jobs, "processes of one thread each")->check(CLI::Range(1, 1000));
  app.add_flag("--baselines", baselines, "record published policies instead of the space's");
  app.add_option("--swapped", swapped,
                 "record nothing; train so many policies of the table in the other order");
  CLI11_PARSE(app, argc, argv);
  try {
    if (swapped > 0) {
      swap_calls(task_of(task), read_table(out), swapped);
    } else if (baselines) {
      record_baselines(task_of(task), out, jobs);
    } else {
      record_table(task_of(task), out, jobs);
    }
  } catch (const variegate::Error& fault) {
    std::fprintf(stderr, "record: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
