#include "bench/recorded/runs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/data/image_set.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy_json.h"

namespace variegate::recorded {
namespace {

struct Run {
  std::size_t policy = 0;
  int seed = 0;
  auto operator<=>(const Run&) const = default;
};
using Runs = std::map<Run, Curve>;

// What a part is of, its first line.
std::string fingerprint(const Task& task, const std::vector<Policy>& policies) {
  std::string text = to_json(task.data).dump() + to_json(task.shift).dump() + to_json(task.child).dump() +
                     fmt::format("{}", fmt::join(task.epochs, " "));
  for (const Policy& policy : policies) text += to_json(policy).dump();
  return fmt::format("# {:016x}", hash_text(text));
}

std::string line_of(const Run& run, const Curve& curve) {
  return fmt::format("{} {} {}\n", run.policy, run.seed, fmt::join(curve, " "));
}

// What is there already. The last line may be torn, so the part is written anew.
Runs resume_part(const std::string& path, const Task& task, const std::string& first) {
  Runs runs;
  std::ifstream file(path);
  std::string text = first + "\n";
  for (std::string line; std::getline(file, line) && !file.eof();) {
    if (line.starts_with('#')) {
      if (line == first) continue;
      throw Error({.where = path,
                   .what = "of another task, or of other policies",
                   .got = line,
                   .expected = first,
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

// Every `jobs`-th of the runs. All policies of a seed come before the next seed.
void work(const Task& task, const std::vector<Policy>& policies, const Runs& done, const std::string& part,
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

void work_in_processes(const Task& task, const std::vector<Policy>& policies, const Runs& done,
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

}  // namespace

SearchData open_data(const Task& task) {
  SearchData data = open_search_data(task.data);
  const Pipeline pipeline(task.shift, 0);
  Scratch scratch;
  ImageSet shifted{.width = data.validation.width,
                   .height = data.validation.height,
                   .channels = data.validation.channels,
                   .samples = {},
                   .class_names = data.validation.class_names,
                   .skipped = 0,
                   .skipped_reasons = {}};
  for (std::size_t i = 0; i < data.validation.size(); ++i) {
    shifted.samples.push_back(data.validation.sample(i));
    pipeline.apply(shifted.samples.back(), 0, scratch);
  }
  data.validation = shifted;
  return data;
}

Curve train(const Trainer& trainer, const Task& task, const Policy& policy, int seed) {
  RunRequest request;
  request.seed = static_cast<std::uint64_t>(seed);
  request.work = Train{.policy = policy, .epochs = task.epochs.back(), .report_epochs = task.epochs};
  Curve curve;
  trainer.train(request, [&](const Report& report) {
    curve.push_back(static_cast<int>(std::lround(1e4 * report.value)));
    return true;
  });
  return curve;
}

std::vector<std::vector<Curve>> run_all(const Task& task, const std::vector<Policy>& policies,
                                        const std::string& part, int jobs) {
  const std::string first = fingerprint(task, policies);
  const std::size_t wanted = policies.size() * static_cast<std::size_t>(task.seeds);
  Runs runs = resume_part(part, task, first);
  fmt::print("{}: {} runs, {} done\n", task.name, wanted, runs.size());
  std::fflush(stdout);
  if (runs.size() < wanted) work_in_processes(task, policies, runs, part, jobs);
  runs = resume_part(part, task, first);
  std::vector<std::vector<Curve>> curves(policies.size());
  for (std::size_t i = 0; i < policies.size(); ++i) {
    for (int seed = 0; seed < task.seeds; ++seed) curves[i].push_back(runs.at({i, seed}));
  }
  return curves;
}

}  // namespace variegate::recorded
