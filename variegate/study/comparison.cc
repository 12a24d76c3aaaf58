#include "variegate/study/comparison.h"

#include <limits>
#include <set>

#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/train_arms.h"
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
      record.values.push_back(kFailed);
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

void check(const ComparisonOptions& options) {
  check_described(options.task);
  check_described(options);
  require(!options.arms.empty(), "there is nothing to compare", "no arm", "one or more");
  std::set<std::string> names;
  for (const ComparisonArm& arm : options.arms) {
    require(names.insert(arm.name).second, "an arm is named twice", "'" + arm.name + "'", "each arm once");
  }
}

OpenRequest Comparison::request(const Task& task) { return TestDoor::request(task); }

ComparisonRecord Comparison::run(const ComparisonOptions& options, Evaluator& evaluator,
                                 const ComparisonObserver& observer, const std::atomic<bool>& stop) {
  check(options);
  ComparisonRecord record;
  record.arms = empty_records(options);
  record.epochs = options.task.epochs;
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
      observer.ended(options.arms[arm], seed, record.arms[arm].values[seed], reason);
    };
  }
  record.data = train_arms(record.arms, options.task.epochs, evaluator, arms, stop, "compare");
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
