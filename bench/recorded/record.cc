// Records a table of a task (task.cc): trains a child for every policy of its space and every seed.
//   record TASK OUT.tsv [--jobs N]
//   record TASK OUT.tsv --swapped N
// Each run is written to OUT.tsv.part as it ends, so a recording that was killed goes on where it was;
// OUT.tsv appears when all are there. A run depends on its policy and seed alone, not on jobs or order.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/recorded/table.h"
#include "bench/recorded/task.h"
#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/data/image_set.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/statistics.h"
#include "variegate/train/trainer.h"

namespace variegate::recorded {
namespace {

struct Run {
  std::size_t policy = 0;
  int seed = 0;
  auto operator<=>(const Run&) const = default;
};
using Runs = std::map<Run, Curve>;

// What a part is of, its first line.
std::string fingerprint(const Task& task) {
  return fmt::format("# {:016x}", place_of(to_json(task.data).dump() + to_json(task.shift).dump() +
                                           to_json(task.child).dump() + to_json(task.space).dump() +
                                           fmt::format("{}", fmt::join(task.epochs, " "))));
}

std::string line_of(const Run& run, const Curve& curve) {
  return fmt::format("{} {} {}\n", run.policy, run.seed, fmt::join(curve, " "));
}

// What is there already. The last line may be torn, so the part is written anew.
Runs resume_part(const std::string& path, const Task& task) {
  Runs runs;
  std::ifstream file(path);
  std::string text = fingerprint(task) + "\n";
  for (std::string line; std::getline(file, line) && !file.eof();) {
    if (line.starts_with('#')) {
      if (line == fingerprint(task)) continue;
      throw Error({.where = path,
                   .what = "of another task",
                   .got = line,
                   .expected = fingerprint(task),
                   .mend = "move it away"});
    }
    std::istringstream words(line);
    Run run;
    words >> run.policy >> run.seed;
    Curve curve(task.epochs.size());
    for (int& accuracy : curve) words >> accuracy;
    if (words && runs.emplace(run, curve).second) text += line_of(run, curve);
  }
  write_file_atomically(path, text);
  return runs;
}

SearchData open_data(const Task& task) {
  SearchData data = open_search_data(task.data);
  const Pipeline pipeline(task.shift, 0);
  Scratch scratch;
  for (Sample& sample : data.validation.samples) pipeline.apply(sample, 0, scratch);
  return data;
}

Curve train(const Trainer& trainer, const Task& task, const Point& point, int seed) {
  RunRequest request;
  request.policy = decode(task.space, point);
  request.epochs = task.epochs.back();
  request.report_epochs = task.epochs;
  request.seed = static_cast<std::uint64_t>(seed);
  Curve curve;
  trainer.train(request, [&](const Report& report) {
    curve.push_back(static_cast<int>(std::lround(1e4 * report.accuracy)));
    return true;
  });
  return curve;
}

// Every `jobs`-th of the runs. All policies of a seed come before the next seed.
void work(const Task& task, const std::vector<Point>& policies, const Runs& done, const std::string& part,
          int job, int jobs) {
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  SearchData data = open_data(task);
  const Trainer trainer(std::move(data.train), std::move(data.validation), task.child, {.overlap = false});
  std::size_t count = 0;
  for (int seed = 0; seed < task.seeds; ++seed) {
    for (std::size_t i = 0; i < policies.size(); ++i) {
      if (done.contains({i, seed}) ||
          count++ % static_cast<std::size_t>(jobs) != static_cast<std::size_t>(job))
        continue;
      const std::string line = line_of({i, seed}, train(trainer, task, policies[i], seed));
      // One write a line: lines of several jobs do not mix.
      if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        throw Error({.where = part, .what = "cannot be written", .got = "", .expected = "", .mend = ""});
    }
  }
  ::close(file);
}

void work_in_processes(const Task& task, const std::vector<Point>& policies, const Runs& done,
                       const std::string& part, int jobs) {
  std::vector<pid_t> children;
  for (int job = 0; job < jobs; ++job) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // or a recording that goes on would meet the jobs of a killed one
      try {
        work(task, policies, done, part, job, jobs);
        std::_Exit(EXIT_SUCCESS);
      } catch (const std::exception& fault) {
        std::fprintf(stderr, "record: %s\n", fault.what());
        std::_Exit(EXIT_FAILURE);
      }
    }
    children.push_back(child);
  }
  bool sound = true;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    sound = sound && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
  }
  if (!sound)
    throw Error({.where = part,
                 .what = "a job failed",
                 .got = "",
                 .expected = "",
                 .mend = "run it again: it goes on"});
}

Table table_of(const Task& task, std::vector<Point> policies, const Runs& runs) {
  const SearchData data = open_data(task);
  const Trainer trainer(data.train, data.validation, task.child);
  Table table;
  table.facts = {
      {"task", task.name},
      {"made by",
       "build/release/bench/recorded/record " + task.name + " bench/recorded/" + task.name + ".tsv"},
      {"line",
       "the two calls (operation:strength), then for each seed the validation accuracies, in 1/10000, "
       "at the epochs"},
      {"data", fmt::format("{} training and {} validation images of {}x{}, digests {:016x} {:016x}",
                           data.train.size(), data.validation.size(), data.train.width, data.train.height,
                           digest_of(data.train), digest_of(data.validation))},
      {"validation pictures", in_words(task.shift)},
      {"child", fmt::format("{}, precision {}", to_json(task.child).dump(), trainer.precision())}};
  table.space = task.space;
  table.epochs = task.epochs;
  table.seeds = task.seeds;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    std::vector<Curve>& curves = table.curves.emplace_back();
    for (int seed = 0; seed < task.seeds; ++seed) curves.push_back(runs.at({i, seed}));
  }
  table.policies = std::move(policies);
  return table;
}

const Task& task_of(const std::string& name) {
  for (const Task& task : tasks()) {
    if (task.name == name) return task;
  }
  throw Error({.where = "TASK",
               .what = "no such task",
               .got = "'" + name + "'",
               .expected = "fashion-mnist or cifar10",
               .mend = ""},
              ErrorKind::usage);
}

void record(const Task& task, const std::string& out, int jobs) {
  const std::vector<Point> policies = policies_of(task.space);
  const std::string part = out + ".part";
  const std::size_t wanted = policies.size() * static_cast<std::size_t>(task.seeds);
  Runs runs = resume_part(part, task);
  fmt::print("{}: {} runs, {} done\n", task.name, wanted, runs.size());
  std::fflush(stdout);
  if (runs.size() < wanted) work_in_processes(task, policies, runs, part, jobs);
  runs = resume_part(part, task);
  write_file_atomically(out, table_text(table_of(task, policies, runs)));
  std::filesystem::remove(part);
}

// What it costs that a table knows one order of two calls: the other order of some of its policies.
void swap_calls(const Task& task, const Table& table, int count) {
  SearchData data = open_data(task);
  const Trainer trainer(std::move(data.train), std::move(data.validation), task.child);
  const auto& sub = std::get<SubPolicySpace>(task.space.kind);
  const Slot first = slot_at(sub, 0, 0);
  const Slot second = slot_at(sub, 0, 1);
  Stream random({.seed = 0, .epoch = 0, .sample = 0, .place = place_of("recorded/swapped")});
  std::vector<double> recorded, swapped;
  for (const std::size_t policy : random.permutation(table.policies.size())) {
    if (std::ssize(recorded) == count) break;
    Point point = table.policies[policy];
    if (point[first.op] == identity_of(sub) || point[first.op] == point[second.op]) continue;
    std::swap(point[first.op], point[second.op]);
    std::swap(point[first.strength], point[second.strength]);
    double sum = 0.0;
    for (int seed = 0; seed < table.seeds; ++seed) sum += train(trainer, task, point, seed).back() / 1e2;
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
  CLI::App app("Records the validation accuracy of every policy of a small space");
  std::string task, out;
  int jobs = 1, swapped = 0;
  app.add_option("task", task, "fashion-mnist or cifar10")->required();
  app.add_option("out", out, "the table")->required();
  app.add_option("--jobs", jobs, "processes of one thread each")->check(CLI::Range(1, 1000));
  app.add_option("--swapped", swapped,
                 "record nothing; train so many policies of the table in the other order");
  CLI11_PARSE(app, argc, argv);
  try {
    using namespace variegate::recorded;
    if (swapped > 0) {
      swap_calls(task_of(task), read_table(out), swapped);
    } else {
      record(task_of(task), out, jobs);
    }
  } catch (const variegate::Error& fault) {
    std::fprintf(stderr, "record: %s\n", fault.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
