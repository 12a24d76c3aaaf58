#include "variegate/study/train_arms.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "variegate/core/error.h"
#include "variegate/executor/drive.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"

namespace variegate {
namespace {

constexpr std::chrono::milliseconds kLook{200};

[[noreturn]] void interrupted(const std::string& where) {
  throw Error({.where = where, .what = "interrupted", .got = "", .expected = "", .mend = ""},
              ErrorKind::interrupted);
}

std::deque<RunRequest> runs_of(const std::vector<ArmRecord>& arms, int epochs) {
  std::vector<Policy> policies;
  policies.reserve(arms.size());
  for (const ArmRecord& arm : arms) policies.push_back(arm.policy);
  const std::vector<RunRequest> runs = arm_runs(policies, arms.front().seeds, epochs);
  return {runs.begin(), runs.end()};
}

}  // namespace

Ready train_arms(std::vector<ArmRecord>& arms, int epochs, Evaluator& evaluator, const ArmObserver& observer,
                 const std::atomic<bool>& stop, const std::string& where) {
  const Ready* ready = nullptr;
  while (ready == nullptr) {
    if (stop) interrupted(where);
    ready = evaluator.ready(kLook);
  }
  const Ready opened = *ready;
  if (observer.opened) observer.opened(opened);

  std::string last_reason;
  const auto place = [&](std::int64_t run) {
    const auto number = static_cast<std::size_t>(run);
    return std::pair{number % arms.size(), number / arms.size()};
  };
  const auto end = [&](std::int64_t run, double value, double seconds, const std::string& reason) {
    const auto [arm, seed] = place(run);
    arms[arm].values[seed] = value;
    arms[arm].seconds += seconds;
    if (!reason.empty()) last_reason = reason;
    if (observer.ended) observer.ended(arm, seed, reason);
  };

  std::deque<RunRequest> waiting = runs_of(arms, epochs);
  std::erase_if(waiting, [&](const RunRequest& run) {
    const auto [arm, seed] = place(run.trial);
    return std::isfinite(arms[arm].values[seed]);
  });
  RunSource source;
  source.next = [&]() -> std::optional<RunRequest> {
    if (waiting.empty()) return std::nullopt;
    RunRequest run = std::move(waiting.front());
    waiting.pop_front();
    const auto [arm, seed] = place(run.trial);
    if (observer.started) observer.started(arm, seed);
    return run;
  };
  source.on_event = [&](const RunEvent& event) {
    constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();
    if (const auto* done = std::get_if<Done>(&event)) end(done->trial, done->value, done->seconds, "");
    if (const auto* failed = std::get_if<Failed>(&event)) end(failed->trial, kFailed, 0.0, failed->reason);
    const auto* report = std::get_if<Report>(&event);
    if (report != nullptr && observer.reported) {
      const auto [arm, seed] = place(report->trial);
      observer.reported(arm, seed, *report);
    }
  };
  if (!drive(evaluator, source, {}, stop)) interrupted(where);

  const bool nothing =
      std::all_of(arms.begin(), arms.end(), [](const ArmRecord& arm) { return finite_values(arm).empty(); });
  if (nothing) {
    throw Error({.where = where,
                 .what = "every run failed",
                 .got = "'" + last_reason + "'",
                 .expected = "",
                 .mend = ""});
  }
  return opened;
}

}  // namespace variegate
