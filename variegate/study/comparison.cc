#include "variegate/study/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <set>

#include "variegate/core/error.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/drive.h"

namespace variegate {
namespace {

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();
constexpr std::chrono::milliseconds kPatience{200};

void require(bool holds, const char* what, const std::string& got, const std::string& expected) {
  if (holds) return;
  throw Error({.where = "compare", .what = what, .got = got, .expected = expected, .mend = ""},
              ErrorKind::usage);
}

[[noreturn]] void interrupted() {
  throw Error({.where = "compare", .what = "interrupted", .got = "", .expected = "", .mend = ""},
              ErrorKind::interrupted);
}

std::vector<ArmRecord> empty_records(const ComparisonOptions& options) {
  std::vector<ArmRecord> records;
  for (const ComparisonArm& arm : options.arms) {
    ArmRecord record;
    record.name = arm.name;
    record.policy = arm.policy;
    record.baseline = arm.baseline;
    record.search_seconds = arm.search_seconds;
    for (int k = 0; k < options.seeds; ++k) {
      record.seeds.push_back(run_seed(options.seed, "comparison", static_cast<std::uint64_t>(k)));
      record.accuracies.push_back(kFailed);
    }
    records.push_back(std::move(record));
  }
  return records;
}

std::deque<RunRequest> runs_of(const std::vector<ArmRecord>& arms, int epochs) {
  std::vector<Policy> policies;
  policies.reserve(arms.size());
  for (const ArmRecord& arm : arms) policies.push_back(arm.policy);
  const std::vector<RunRequest> runs = arm_runs(policies, arms.front().seeds, epochs);
  return {runs.begin(), runs.end()};
}

}  // namespace

void check(const ComparisonOptions& options) {
  constexpr int kMostSeeds = 1000;
  require(!options.arms.empty(), "there is nothing to compare", "no arm", "one or more");
  require(options.seeds >= 1 && options.seeds <= kMostSeeds, "number of seeds out of range",
          std::to_string(options.seeds), fmt::format("1 .. {}", kMostSeeds));
  require(options.epochs >= 1, "epochs out of range", std::to_string(options.epochs), "1 or more");
  std::set<std::string> names;
  for (const ComparisonArm& arm : options.arms) {
    require(names.insert(arm.name).second, "an arm is named twice", "'" + arm.name + "'", "each arm once");
  }
}

OpenRequest Comparison::request(const DataSpec& data, const ChildSpec& child) {
  OpenRequest open;
  open.data = data;
  open.child = child;
  open.test_ = true;
  return open;
}

ImageSet Comparison::open_test(const OpenRequest& request, const ImageSet& train) {
  if (!request.opens_test()) {
    throw Error({.where = "worker",
                 .what = "the test part was asked for without the right to it",
                 .got = "a request of the search",
                 .expected = "one of the comparison",
                 .mend = ""});
  }
  return open_test_data(request.data, train, TestKey());
}

ComparisonRecord Comparison::run(const ComparisonOptions& options, Evaluator& evaluator,
                                 const ComparisonObserver& observer, const std::atomic<bool>& stop) {
  check(options);
  ComparisonRecord record;
  record.arms = empty_records(options);
  record.epochs = options.epochs;
  const Ready* ready = nullptr;
  while (ready == nullptr) {
    if (stop) interrupted();
    ready = evaluator.ready(kPatience);
  }
  record.data = *ready;
  if (observer.opened) observer.opened(record.data);

  std::string reason;
  const auto place = [&](std::int64_t run) {
    const auto number = static_cast<std::size_t>(run);
    return std::pair{number % options.arms.size(), number / options.arms.size()};
  };
  const auto end = [&](std::int64_t run, double accuracy, double seconds, const std::string& why) {
    const auto [arm, seed] = place(run);
    record.arms[arm].accuracies[seed] = accuracy;
    record.arms[arm].seconds += seconds;
    if (!why.empty()) reason = why;
    if (observer.ended) observer.ended(options.arms[arm], seed, accuracy, why);
  };

  std::deque<RunRequest> waiting = runs_of(record.arms, options.epochs);
  RunSource source;
  source.next = [&]() -> std::optional<RunRequest> {
    if (waiting.empty()) return std::nullopt;
    RunRequest run = std::move(waiting.front());
    waiting.pop_front();
    const auto [arm, seed] = place(run.trial);
    if (observer.started) observer.started(options.arms[arm], seed);
    return run;
  };
  source.told = [&](const RunEvent& event) {
    if (const auto* done = std::get_if<Done>(&event)) end(done->trial, done->accuracy, done->seconds, "");
    if (const auto* failed = std::get_if<Failed>(&event)) end(failed->trial, kFailed, 0.0, failed->reason);
    const auto* report = std::get_if<Report>(&event);
    if (report != nullptr && observer.reported) {
      const auto [arm, seed] = place(report->trial);
      observer.reported(options.arms[arm], seed, *report);
    }
  };
  source.goes_on = [](const Report&) { return true; };
  if (!drive(evaluator, source, {}, stop)) interrupted();

  const bool nothing = std::all_of(record.arms.begin(), record.arms.end(),
                                   [](const ArmRecord& arm) { return finite_accuracies(arm).empty(); });
  if (nothing) {
    throw Error({.where = "compare",
                 .what = "every run failed",
                 .got = "'" + reason + "'",
                 .expected = "",
                 .mend = ""});
  }
  record.differences = differences(record.arms);
  return record;
}

std::vector<Difference> differences(const std::vector<ArmRecord>& arms) {
  std::vector<Difference> found;
  if (arms.empty()) return found;
  const ArmRecord* manual = find_arm(arms, "manual");
  const ArmRecord& reference = manual == nullptr ? arms.front() : *manual;
  for (const ArmRecord& arm : arms) {
    if (&arm != &reference) found.push_back(paired(arm, reference));
  }
  return found;
}

}  // namespace variegate
