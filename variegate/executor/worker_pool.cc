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

void send(ChildProcess& process, const std::optional<std::string>& line) {
  if (line) process.send(*line);
}

}  // namespace

WorkerPool::WorkerPool(std::vector<std::string> command, OpenRequest open_request, int jobs,
                       std::string checkpoints, const HangRule& hang_rule)
    : command_(std::move(command)),
      checkpoints_(std::move(checkpoints)),
      terms_{.open = std::move(open_request), .hang_rule = hang_rule} {
  if (jobs < 1 || jobs > kMostJobs) {
    throw Error({.where = "--jobs",
                 .what = "number of workers out of range",
                 .got = std::to_string(jobs),
                 .expected = fmt::format("1 .. {}", kMostJobs),
                 .mend = ""},
                ErrorKind::usage);
  }
  for (int i = 0; i < jobs; ++i) workers_.emplace_back(terms_);
  for (Worker& worker : workers_) spawn(worker);
}

WorkerPool::~WorkerPool() {
  // Only an idle worker reads its messages; those at work are ended by killing their process.
  const auto idle = [](const Worker& worker) {
    return worker.process && worker.talk.is_open() && !worker.talk.run();
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
  const bool settled = terms_.open.child.precision != "auto";
  if (settled || &worker == &workers_.front()) worker.process->send(worker.talk.open());
}

const Ready* WorkerPool::ready(milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  while (!terms_.ready) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() < 0) return nullptr;
    wait(left);
  }
  return &*terms_.ready;
}

void WorkerPool::start(const RunRequest& run) {
  // One that has opened the data before one that has not.
  Worker* chosen = nullptr;
  for (Worker& worker : workers_) {
    if (worker.talk.run()) continue;
    if (chosen == nullptr || (!chosen->talk.is_open() && worker.talk.is_open())) chosen = &worker;
  }
  if (chosen == nullptr) {
    throw Error({.where = fmt::format("run {}", run.trial),
                 .what = "every worker is busy",
                 .got = "",
                 .expected = fmt::format("at most {} runs at once", workers_.size()),
                 .mend = ""});
  }
  send(*chosen->process, chosen->talk.give(run, steady_clock::now()));
}

std::optional<RunEvent> WorkerPool::next(milliseconds patience) {
  if (events_.empty()) wait(patience);
  if (events_.empty()) return std::nullopt;
  RunEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void WorkerPool::answer(const Verdict& verdict) {
  for (Worker& worker : workers_) send(*worker.process, worker.talk.answer(verdict, steady_clock::now()));
}

void WorkerPool::stop(std::int64_t trial) {
  for (Worker& worker : workers_) {
    const WorkerTalk::Stopping stopping = worker.talk.stop(trial, steady_clock::now());
    send(*worker.process, stopping.line);
    if (stopping.lost) events_.push_back(*stopping.lost);
  }
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
  for (Worker& worker : workers_) {
    const std::string how = worker.talk.why_hung(steady_clock::now());
    if (!how.empty()) end_and_replace(worker, how);
  }
}

void WorkerPool::listen(Worker& worker) {
  std::vector<std::string> lines;
  const bool alive = worker.process->read_lines(lines);
  for (const std::string& line : lines) {
    WorkerTalk::Heard heard = worker.talk.take(line, steady_clock::now());
    if (!heard.breach.empty()) return end_and_replace(worker, heard.breach);
    hear(worker, std::move(heard));
  }
  if (!alive) replace(worker, worker.process->end(kPatienceWithTheDying));
}

void WorkerPool::hear(Worker& worker, WorkerTalk::Heard heard) {
  if (worker.talk.is_open()) deaths_in_a_row_ = 0;
  send(*worker.process, heard.reply);
  if (heard.event) events_.push_back(*std::move(heard.event));
  if (terms_.ready) open_those_that_wait();
}

void WorkerPool::open_those_that_wait() {
  for (Worker& worker : workers_) {
    if (worker.talk.waits()) worker.process->send(worker.talk.open());
  }
}

void WorkerPool::end_and_replace(Worker& worker, const std::string& how) {
  worker.process->end(milliseconds(0));
  replace(worker, how);
}

void WorkerPool::replace(Worker& worker, const std::string& how) {
  if (!worker.talk.is_open() && ++deaths_in_a_row_ >= kMostDeathsBeforeReady) {
    throw Error({.where = command_.front(),
                 .what = fmt::format("a worker {}", how),
                 .got = fmt::format("{} deaths in a row before the data were open", deaths_in_a_row_),
                 .expected = "a worker that opens the data",
                 .mend = ""});
  }
  if (const auto lost = worker.talk.restart(how)) events_.push_back(*lost);
  spawn(worker);
}

}  // namespace variegate
