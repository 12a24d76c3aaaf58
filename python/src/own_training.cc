#include "python/src/own_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"

namespace variegate::python {
namespace {

[[noreturn]] void refuse(std::int64_t trial, const std::string& what, const std::string& got,
                         const std::string& expected, const std::string& mend = "") {
  throw Error(
      {.where = fmt::format("trial {}", trial), .what = what, .got = got, .expected = expected, .mend = mend},
      ErrorKind::usage);
}

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

OwnTraining::OwnTraining(const Ready& ready, int slots, const std::string& checkpoint_folder)
    : ready_(ready), slots_(slots), checkpoints_(checkpoint_folder) {}

void OwnTraining::start(const RunRequest& run) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back({run, std::exchange(next_arm_, "")});
  changed_.notify_all();
}

std::optional<RunEvent> OwnTraining::next(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (events_.empty()) {
    resting_ = true;
    changed_.notify_all();
    heard_.wait_for(lock, patience, [this] { return !events_.empty() || closing_; });
    resting_ = false;
  }
  if (events_.empty()) return std::nullopt;
  RunEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void OwnTraining::stop(std::int64_t trial) {
  const std::lock_guard lock(mutex_);
  if (const auto found = running_.find(trial); found != running_.end()) found->second.to_stop = true;
  const auto before =
      std::erase_if(waiting_, [&](const AskedRun& asked) { return asked.run.trial == trial; });
  if (before > 0) events_.emplace_back(Lost{.trial = trial, .reason = "it was not begun"});
}

void OwnTraining::answer(const Verdict& verdict) {
  const std::lock_guard lock(mutex_);
  if (const auto found = running_.find(verdict.trial); found != running_.end())
    found->second.verdict = verdict.go_on;
  changed_.notify_all();
}

void OwnTraining::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  waiting_.clear();
  changed_.notify_all();
}

std::optional<OwnTraining::Taken> OwnTraining::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const bool in_time =
      changed_.wait_for(lock, patience, [this] { return !waiting_.empty() || at_rest() || ended_; });
  if (!in_time) return std::nullopt;
  if (waiting_.empty()) return Taken{};
  AskedRun asked = std::move(waiting_.front());
  waiting_.pop_front();
  const Clock::time_point now = Clock::now();
  running_[asked.run.trial] = {.run = asked.run, .started = now, .last = now};
  return Taken{std::move(asked)};
}

OwnTraining::Running& OwnTraining::under_way(std::int64_t trial) {
  if (ended_) refuse(trial, "the study has ended or was closed", "", "a study that is open");
  const auto found = running_.find(trial);
  if (found == running_.end()) refuse(trial, "is not under way", "", "one that ask() gave, told of once");
  return found->second;
}

void OwnTraining::require_value(const Running& running, double value) const {
  const Metric& metric = ready_.metric;
  if (!std::isfinite(value)) {
    refuse(running.run.trial, "its " + metric.name + " is not a number", fmt::format("{}", value),
           "a finite one", "say that the trial has failed, by fail() or an exception");
  }
  if (metric.share && (value < 0.0 || value > 1.0)) {
    refuse(running.run.trial, fmt::format("its {} is out of range", metric.name), fmt::format("{}", value),
           "0 .. 1", "divide per cent by 100, or give share=False");
  }
}

void OwnTraining::post(RunEvent event) {
  events_.push_back(std::move(event));
  heard_.notify_all();
}

OwnTraining::Heard OwnTraining::report(std::int64_t trial, int epoch, double value) {
  const std::lock_guard lock(mutex_);
  Running& running = under_way(trial);
  const Train& train = running.run.train();
  require_value(running, value);
  if (epoch <= running.epoch || epoch > train.epochs) {
    refuse(trial, "an epoch out of range", std::to_string(epoch),
           fmt::format("{} .. {}: epochs trained, each reported once", running.epoch + 1, train.epochs));
  }
  if (running.to_stop) return {.goes_on = false};  // what came after the stop counts for nothing
  const Clock::time_point now = Clock::now();
  post(EpochEnded{.trial = trial,
                  .epoch = epoch,
                  .seconds = seconds_between(running.last, now) / (epoch - running.epoch)});
  running.last = now;
  running.epoch = epoch;
  running.value = value;
  if (std::ranges::find(train.report_epochs, epoch) == train.report_epochs.end()) return {};
  running.asked_epoch = epoch;
  running.verdict.reset();
  post(Report{.trial = trial, .epoch = epoch, .value = value});
  return {.wait = true};
}

std::optional<bool> OwnTraining::verdict(std::int64_t trial, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  under_way(trial);
  const auto known = [&] { return ended_ || !running_.contains(trial) || running_.at(trial).verdict; };
  if (!changed_.wait_for(lock, patience, known)) return std::nullopt;
  Running& running = under_way(trial);
  running.to_stop |= !*running.verdict;
  return !running.to_stop;
}

bool OwnTraining::should_stop(std::int64_t trial) {
  const std::lock_guard lock(mutex_);
  return under_way(trial).to_stop;
}

void OwnTraining::tell(std::int64_t trial, double value) {
  const std::lock_guard lock(mutex_);
  const Running& running = under_way(trial);
  require_value(running, value);
  const Train& train = running.run.train();
  const double seconds = seconds_between(running.started, Clock::now());
  if (running.to_stop && running.epoch > 0 && running.epoch < train.epochs) {
    post(Done{.trial = trial,
              .epochs = running.epoch,
              .stopped = true,
              .value = running.value,
              .seconds = seconds});
  } else {
    // So that every trial has a point at its end with which others are compared.
    if (!train.report_epochs.empty() && running.asked_epoch < train.epochs)
      post(Report{.trial = trial, .epoch = train.epochs, .value = value});
    post(Done{.trial = trial, .epochs = train.epochs, .value = value, .seconds = seconds});
  }
  running_.erase(trial);
}

void OwnTraining::fail(std::int64_t trial, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  under_way(trial);
  post(Failed{.trial = trial, .reason = reason});
  running_.erase(trial);
}

void OwnTraining::close() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  heard_.notify_all();
}

}  // namespace variegate::python
