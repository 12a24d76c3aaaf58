// A population in a study: what its members' runs are asked for, and what comes out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/lineage.h"
#include "variegate/study/options_json.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kMembers = 8;

StudyOptions population() {
  StudyOptions options = fake_options();
  options.method = "pba";
  options.space.kind = IntensitySpace{.ops = {"rotate", "invert", "equalize"}};
  options.trials = 0;
  options.members = kMembers;
  options.epochs = 10;  // intervals end at 3, 6, 9 and 10
  options.final_policies = 1;
  return options;
}

struct Result {
  StudyRecord record;
  std::vector<RunRequest> started;
};

Result run(const FakeEvaluator::Behaviour& behaviour) {
  MemoryStore store;
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator(behaviour, stop);
  StudyRecord record = run_study(population(), store, evaluator, {}, stop);
  return {std::move(record), evaluator.started()};
}

int epochs_of(const Policy& policy) {
  int epochs = 0;
  for (const Stretch& stretch : std::get<Schedule>(policy.root.value).stretches) epochs += stretch.epochs;
  return epochs;
}

TEST(PopulationStudy, EachRunGoesOnWithTheStateSeedAndScheduleOfWhomItCopies) {
  const Result result = run({.slots = 3, .order = 4});
  ASSERT_EQ(result.record.trials.size(), 4u * kMembers);
  for (const RunRequest& request : result.started) {
    const Train& work = request.train();
    if (work.schedule_epochs == 0) continue;  // of the final round
    const auto number = static_cast<std::size_t>(request.trial);
    const TrialRecord& trial = result.record.trials[number];
    EXPECT_EQ(work.schedule_epochs, 10);
    EXPECT_EQ(work.report_epochs, std::vector<int>{work.epochs});
    EXPECT_EQ(epochs_of(work.policy), work.epochs);
    EXPECT_THAT(request.checkpoint, HasSubstr("trial-" + std::to_string(request.trial)));
    if (!trial.from) {
      EXPECT_EQ(work.start, "");
      continue;
    }
    const auto donor = std::find_if(result.started.begin(), result.started.end(),
                                    [&](const auto& other) { return other.trial == *trial.from; });
    EXPECT_EQ(work.start, donor->checkpoint);
    EXPECT_EQ(request.seed, donor->seed);
    const auto& before = std::get<Schedule>(donor->train().policy.root.value).stretches;
    const auto& after = std::get<Schedule>(work.policy.root.value).stretches;
    ASSERT_EQ(after.size(), before.size() + 1);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
  }
  EXPECT_NE(result.started[0].seed, result.started[1].seed) << "members begin with weights of their own";
}

TEST(PopulationStudy, FindsTheScheduleOfAMemberThatIsAtItsEnd) {
  const StudyRecord record = run({.slots = 2}).record;
  for (const TrialRecord* best : best_trials(record, 3, {})) EXPECT_EQ(best->epochs, 10);
  ASSERT_EQ(record.final_round.back().name.substr(0, 5), "trial");
  EXPECT_EQ(epochs_of(record.final_round.back().policy), 10);
}

TEST(PopulationStudy, AFailedMemberCostsItsIntervalAndNoMore) {
  const StudyRecord record = run({.slots = 2, .failing = {2, kMembers + 3}}).record;
  ASSERT_EQ(record.trials.size(), 4u * kMembers);
  EXPECT_NE(record.trials[kMembers + 2].from, 2);
  int complete = 0;
  for (const TrialRecord& trial : record.trials)
    complete += trial.outcome->ending == Ending::complete ? 1 : 0;
  EXPECT_EQ(complete, 4 * kMembers - 2);
}

TEST(PopulationStudy, AMemberWhoseWorkerDiesRunsItsIntervalAgain) {
  EXPECT_EQ(fingerprint(run({.slots = 2, .losses = {{5, 1}, {kMembers + 1, 1}}}).record),
            fingerprint(run({.slots = 1}).record));
}

TEST(PopulationStudy, IsReadFromLogsThatCalledMembersTrials) {
  Json json = to_json(population());
  json["trials"] = json["members"];
  json.erase("members");
  const StudyOptions read = study_options_from_json(JsonReader(json, "log"));
  EXPECT_THAT(changes(read, population()), ::testing::IsEmpty());
}

TEST(PopulationStudy, MembersAndTrialsAreNotTakenForEachOther) {
  StudyOptions options = population();
  options.trials = 12;
  EXPECT_THAT(
      error_text([&] { check(options); }),
      HasSubstr("a population has members and no number of trials; got trials 12; expected members 12"));
  StudyOptions other = fake_options();
  other.members = 12;
  EXPECT_THAT(error_text([&] { check(other); }), HasSubstr("only a population has members"));
}

TEST(PopulationStudy, WantsANumberOfMembers) {
  StudyOptions options = population();
  options.members = 1;
  EXPECT_THAT(error_text([&] { check(options); }), HasSubstr("a population needs a number of members"));
}

}  // namespace
}  // namespace variegate
