#include "variegate/executor/worker_pool.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMostJobs = 1024;
constexpr int kMostDeathsBeforeReady = 3;
constexpr milliseconds kPatienceWithTheDying{2000};  // from closing the channel to the end of the process
constexpr milliseconds kPatienceAtQuit{300};

std::int64_t trial_of(const RunEvent& event) {
  return std::visit([](const auto& value) { return value.trial; }, event);
}

// Of a message that tells of a run: every one but Ready.
RunEvent event_of(const FromWorker& message) {
  if (const auto* ended = std::get_if<EpochEnded>(&message)) return *ended;
  if (const auto* report = std::get_if<Report>(&message)) return *report;
  if (const auto* done = std::get_if<Done>(&message)) return *done;
  return std::get<Failed>(message);
}

}  // namespace

WorkerPool::WorkerPool(std::vector<std::string> command, OpenRequest open_request, int jobs,
                       std::string checkpoints, const HangRule& hang_rule)
    : command_(std::move(command)),
      open_(std::move(open_request)),
      checkpoints_(std::move(checkpoints)),
      hang_rule_(hang_rule) {
  if (jobs < 1 || jobs > kMostJobs) {
    throw Error({.where = "--jobs",
                 .what = "number of workers out of range",
                 .got = std::to_string(jobs),
                 .expected = fmt::format("1 .. {}", kMostJobs),
                 .mend = ""},
                ErrorKind::usage);
  }
  workers_.resize(static_cast<std::size_t>(jobs));
  for (Worker& worker : workers_) spawn(worker);
}

WorkerPool::~WorkerPool() {
  // Only an idle worker reads what we say; those at work are killed with their process.
  const auto idle = [](const Worker& worker) {
    return worker.process && worker.stage == Worker::Stage::open && !worker.run;
  };
  for (Worker& worker : workers_) {
    if (idle(worker)) worker.process->send(line_of(ToWorker{Quit{}}));
  }
  const auto deadline = steady_clock::now() + kPatienceAtQuit;
  for (Worker& worker : workers_) {
    if (!idle(worker)) continue;
    worker.process->end(
        std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now())));
  }
}

void WorkerPool::spawn(Worker& worker) {
  worker.process = std::make_unique<ChildProcess>(command_);
  worker.stage = Worker::Stage::waiting;
  const bool chooses = open_.child.precision == "auto";
  if (!chooses || &worker == &workers_.front()) open(worker);
}

void WorkerPool::open(Worker& worker) {
  worker.process->send(line_of(ToWorker{open_}));
  worker.stage = Worker::Stage::opening;
}

const Ready* WorkerPool::ready(milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  while (!ready_) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() < 0) return nullptr;
    wait(left);
  }
  return &*ready_;
}

void WorkerPool::start(const RunRequest& run) {
  // One that has opened the data before one that has not.
  Worker* chosen = nullptr;
  for (Worker& worker : workers_) {
    if (worker.run) continue;
    if (chosen == nullptr || (chosen->stage != Worker::Stage::open && worker.stage == Worker::Stage::open)) {
      chosen = &worker;
    }
  }
  if (chosen == nullptr) {
    throw Error({.where = fmt::format("run {}", run.trial),
                 .what = "every worker is busy",
                 .got = "",
                 .expected = fmt::format("at most {} runs at once", workers_.size()),
                 .mend = ""});
  }
  chosen->run = run;
  if (chosen->stage == Worker::Stage::open) give(*chosen, run);
}

std::optional<RunEvent> WorkerPool::next(milliseconds patience) {
  if (events_.empty()) wait(patience);
  if (events_.empty()) return std::nullopt;
  RunEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void WorkerPool::answer(const Verdict& verdict) {
  for (Worker& worker : workers_) {
    if (worker.run && worker.run->trial == verdict.trial && worker.stage == Worker::Stage::open) {
      give(worker, verdict);
    }
  }
}

void WorkerPool::stop(std::int64_t trial) {
  for (Worker& worker : workers_) {
    if (!worker.run || worker.run->trial != trial || worker.stop_asked) continue;
    if (worker.stage == Worker::Stage::open) {
      worker.process->send(line_of(ToWorker{StopRun{trial}}));
      worker.stop_asked = steady_clock::now();
    } else {
      lose(worker, "its worker was still reading the data");
    }
  }
}

void WorkerPool::lose(Worker& worker, const std::string& reason) {
  events_.push_back(Lost{.trial = worker.run->trial, .reason = reason});
  end_run(worker);
}

void WorkerPool::end_run(Worker& worker) {
  worker.run.reset();
  worker.stop_asked.reset();
}

void WorkerPool::give(Worker& worker, const ToWorker& message) {
  worker.process->send(line_of(message));
  worker.silent_since = steady_clock::now();
}

void WorkerPool::wait(milliseconds patience) {
  std::vector<pollfd> descriptors;
  for (const Worker& worker : workers_) {
    descriptors.push_back({.fd = worker.process->output(), .events = POLLIN, .revents = 0});
    descriptors.push_back({.fd = worker.process->errors(), .events = POLLIN, .revents = 0});
  }
  const int timeout = static_cast<int>(std::min<milliseconds::rep>(patience.count(), 60'000));
  if (::poll(descriptors.data(), descriptors.size(), timeout) > 0) {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (descriptors[2 * i + 1].revents != 0) workers_[i].process->read_errors();
      if (descriptors[2 * i].revents != 0) listen(workers_[i]);
    }
  }
  replace_the_hung();
}

std::string WorkerPool::why_hung(const Worker& worker) const {
  if (worker.stage != Worker::Stage::open || !worker.run) return "";
  const auto now = steady_clock::now();
  if (worker.stop_asked && now - *worker.stop_asked > hang_rule_.stopping)
    return "did not stop when asked to";
  if (most_seconds_per_epoch_ == 0.0) return "";
  const std::chrono::duration<double> silence = now - worker.silent_since;
  const std::chrono::duration<double> usual(most_seconds_per_epoch_ * worker.run->epochs);
  if (silence <= hang_rule_.least || silence <= hang_rule_.times * usual) return "";
  return fmt::format("said nothing for {:.0f} s and was stopped", silence.count());
}

void WorkerPool::replace_the_hung() {
  for (Worker& worker : workers_) {
    const std::string how = why_hung(worker);
    if (how.empty()) continue;
    worker.process->end(milliseconds(0));
    replace(worker, how);
  }
}

void WorkerPool::listen(Worker& worker) {
  std::vector<std::string> lines;
  const bool alive = worker.process->read_lines(lines);
  for (const std::string& line : lines) {
    const std::string breach = take(worker, line);
    if (breach.empty()) continue;
    worker.process->end(milliseconds(0));
    return replace(worker, breach);
  }
  if (!alive) replace(worker, worker.process->end(kPatienceWithTheDying));
}

std::string WorkerPool::take(Worker& worker, const std::string& line) {
  FromWorker message;
  try {
    message = from_worker(line, "worker");
  } catch (const Error& error) {
    return std::string("does not keep to the protocol: ") + error.what();
  }
  if (const auto* ready = std::get_if<Ready>(&message)) {
    if (worker.stage != Worker::Stage::opening) return "does not keep to the protocol: ready a second time";
    opened(worker, *ready);
    return "";
  }
  if (const auto* failed = std::get_if<Failed>(&message); failed != nullptr && failed->trial < 0) {
    throw Error({.where = "", .what = failed->reason, .got = "", .expected = "", .mend = ""});
  }
  const RunEvent event = event_of(message);
  if (worker.stage != Worker::Stage::open || !worker.run || worker.run->trial != trial_of(event)) {
    return fmt::format("does not keep to the protocol: tells of trial {}, which it does not hold",
                       trial_of(event));
  }
  if (const auto* done = std::get_if<Done>(&event); done != nullptr && done->epochs > 0)
    most_seconds_per_epoch_ = std::max(most_seconds_per_epoch_, done->seconds / done->epochs);
  worker.silent_since = steady_clock::now();
  const bool under_way = std::holds_alternative<Report>(event) || std::holds_alternative<EpochEnded>(event);
  if (!under_way) end_run(worker);
  events_.push_back(event);
  return "";
}

void WorkerPool::opened(Worker& worker, const Ready& ready) {
  deaths_in_a_row_ = 0;
  worker.stage = Worker::Stage::open;
  if (!ready_) {
    ready_ = ready;
    open_.child.precision = ready.precision;
    for (Worker& other : workers_) {
      if (other.stage == Worker::Stage::waiting) open(other);
    }
  } else if (ready.data_digest != ready_->data_digest) {
    throw Error({.where = "",
                 .what = "the data change while the study is running",
                 .got = fmt::format("digest {}", ready.data_digest),
                 .expected = fmt::format("digest {}, as at the start", ready_->data_digest),
                 .mend = "keep the files as they are until the study ends"});
  }
  if (worker.run) give(worker, *worker.run);
}

void WorkerPool::replace(Worker& worker, const std::string& how) {
  const bool had_opened = worker.stage == Worker::Stage::open;
  if (!had_opened && ++deaths_in_a_row_ >= kMostDeathsBeforeReady) {
    throw Error({.where = command_.front(),
                 .what = fmt::format("a worker {}", how),
                 .got = fmt::format("{} deaths in a row before the data were open", deaths_in_a_row_),
                 .expected = "a worker that opens the data",
                 .mend = ""});
  }
  if (had_opened && worker.run) lose(worker, "its worker " + how);
  spawn(worker);
}

}  // namespace variegate
