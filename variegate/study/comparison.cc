#include "variegate/study/comparison.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "variegate/core/error.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/train_arms.h"
#include "variegate/trial/task.h"
#include "variegate/trial/test_door.h"

namespace variegate {
namespace {

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();

void require(bool holds, const char* what, const std::string& got, const std::string& expected) {
  if (holds) return;
  throw Error({.where = "compare", .what = what, .got = got, .expected = expected, .mend = ""},
              ErrorKind::usage);
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

}  // namespace

void check(const ComparisonOptions& options) {
  constexpr int kMostSeeds = 1000;
  require(!options.arms.empty(), "there is nothing to compare", "no arm", "one or more");
  require(options.seeds >= 1 && options.seeds <= kMostSeeds, "number of seeds out of range",
          std::to_string(options.seeds), fmt::format("1 .. {}", kMostSeeds));
  require(options.epochs >= 1 && options.epochs <= kLongestTraining, "epochs out of range",
          std::to_string(options.epochs), fmt::format("1 .. {}", kLongestTraining));
  std::set<std::string> names;
  for (const ComparisonArm& arm : options.arms) {
    require(names.insert(arm.name).second, "an arm is named twice", "'" + arm.name + "'", "each arm once");
  }
}

OpenRequest Comparison::request(const DataSpec& data, const ChildSpec& child) {
  return TestDoor::request(data, child);
}

ComparisonRecord Comparison::run(const ComparisonOptions& options, Evaluator& evaluator,
                                 const ComparisonObserver& observer, const std::atomic<bool>& stop) {
  check(options);
  ComparisonRecord record;
  record.arms = empty_records(options);
  record.epochs = options.epochs;
  ArmObserver arms;
  arms.opened = observer.opened;
  if (observer.started)
    arms.started = [&](std::size_t arm, std::size_t seed) { observer.started(options.arms[arm], seed); };
  if (observer.reported) {
    arms.reported = [&](std::size_t arm, std::size_t seed, const Report& report) {
      observer.reported(options.arms[arm], seed, report);
    };
  }
  if (observer.ended) {
    arms.ended = [&](std::size_t arm, std::size_t seed, const std::string& reason) {
      observer.ended(options.arms[arm], seed, record.arms[arm].accuracies[seed], reason);
    };
  }
  record.data = train_arms(record.arms, options.epochs, evaluator, arms, stop, "compare");
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
