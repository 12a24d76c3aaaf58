// A budget of time, with a made clock: what is stopped, what is dropped, and what is compared all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/study/final_cut.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();

// A trial takes 4 events (reports at 6, 8 and 10 of 10 epochs, and its end), a run of the final round 1.
StudyOptions with_budget(double seconds) {
  StudyOptions options = fake_options();
  options.trials = 0;
  options.budget_seconds = seconds;
  return options;
}

struct Ran {
  StudyRecord record;
  double clock = 0.0;
  std::vector<std::int64_t> asked_to_stop;
};

Ran ran(const StudyOptions& options, Store& store, const FakeEvaluator::Behaviour& behaviour,
        double before = 0.0) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator(behaviour, stop);
  Ran all;
  all.record = run_study(options, store, evaluator, {}, stop, chaotic_searcher,
                         [&] { return before + evaluator.clock(); });
  all.clock = before + evaluator.clock();
  all.asked_to_stop = evaluator.asked_to_stop();
  return all;
}

class AnySpeed : public ::testing::TestWithParam<double> {};

TEST_P(AnySpeed, TheStudyEndsInTimeWithAPolicyAndItsLogReplays) {
  for (const int slots : {1, 2, 4}) {
    MemoryStore store;
    const FakeEvaluator::Behaviour behaviour{.slots = slots,
                                             .order = 3,
                                             .seconds_per_epoch = GetParam() * slots / 2.5,
                                             .clock_per_event = GetParam()};
    const Ran all = ran(with_budget(1000.0), store, behaviour);
    ASSERT_TRUE(all.record.chosen) << slots;
    // Every run under way says once more what it came to when it is stopped.
    EXPECT_LE(all.clock, 1100.0 + GetParam() * slots) << slots;
    EXPECT_EQ(fingerprint(study_record(store)), fingerprint(all.record)) << slots;
    EXPECT_NO_THROW(found_policy(all.record));
    for (const ArmRecord& arm : all.record.final_round) {
      EXPECT_EQ(arm.seeds, all.record.final_round.front().seeds);
      for (const double accuracy : arm.values) EXPECT_FALSE(std::isnan(accuracy)) << arm.name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Budget, AnySpeed, ::testing::Values(1.0, 10.0, 30.0, 60.0, 90.0, 150.0, 400.0));

TEST(Budget, TimeBeforeTheStudyCounts) {
  MemoryStore at_once, late;
  const FakeEvaluator::Behaviour behaviour{.seconds_per_epoch = 0.4, .clock_per_event = 1.0};
  const auto trials = [&](Store& store, double before) {
    return ran(with_budget(200.0), store, behaviour, before).record.trials.size();
  };
  EXPECT_GT(trials(at_once, 0.0), trials(late, 60.0) + 5);
  EXPECT_GE(study_record(late).seconds, 60.0) << "and is in the log, for a resume";
}

TEST(Budget, TrialsThatRunWhenTheFinalRoundMustBeginAreStoppedAndSayHowFarTheyCame) {
  MemoryStore store;
  // Two slots, and no trial has ended when it is time.
  const Ran all =
      ran(with_budget(10.0), store, {.slots = 2, .seconds_per_epoch = 0.1, .clock_per_event = 1.5});
  EXPECT_THAT(all.asked_to_stop.size(), Gt(0U));
  int stopped = 0;
  for (const TrialRecord& trial : all.record.trials) {
    ASSERT_TRUE(trial.outcome);
    if (trial.outcome->ending != Ending::stopped) continue;
    ++stopped;
    EXPECT_LT(trial.outcome->epochs, 10);
    if (trial.outcome->epochs > 0) {
      EXPECT_THAT(trial.outcome->curve, Not(IsEmpty()));
    }
  }
  EXPECT_GT(stopped, 0);
  EXPECT_TRUE(all.record.chosen);
}

TEST(Budget, WhereNoTrialWasFinishedTheOneThatCameFurthestIsTaken) {
  StudyRecord record;
  record.options = fake_options();
  const auto add = [&](int epochs, double reward, Ending ending) {
    TrialRecord trial;
    trial.trial = static_cast<std::int64_t>(record.trials.size());
    trial.policy.name = std::to_string(trial.trial);
    trial.point = {static_cast<int>(trial.trial)};
    trial.policy = decode(record.options.space, trial.point);
    trial.outcome.emplace();
    trial.outcome->ending = ending;
    trial.outcome->epochs = epochs;
    trial.outcome->reward = reward;
    record.trials.push_back(trial);
  };
  add(6, 0.6, Ending::stopped);
  add(8, 0.5, Ending::stopped);
  add(8, 0.7, Ending::stopped);
  add(9, 0.9, Ending::failed);
  ASSERT_EQ(best_trials(record, 3, {}).size(), 2U);
  EXPECT_EQ(best_trials(record, 3, {}).front()->trial, 2);
  add(10, 0.4, Ending::complete);
  EXPECT_EQ(best_trials(record, 3, {}).front()->trial, 4);
}

TEST(Budget, AWorkerThatDoesNotStopIsNotWaitedForAndItsReportsCount) {
  MemoryStore store;
  StudyOptions options = with_budget(10.0);
  options.final_policies = 0;
  const Ran all =
      ran(options, store, {.slots = 2, .seconds_per_epoch = 0.1, .clock_per_event = 2.4, .deaf = {0, 1}});
  ASSERT_EQ(all.record.trials.size(), 2U);
  for (const TrialRecord& trial : all.record.trials) {
    if (trial.outcome->ending == Ending::failed) {
      EXPECT_THAT(trial.outcome->reason, HasSubstr("the time was up before it was evaluated"));
    } else {
      EXPECT_EQ(trial.outcome->reward, trial.outcome->curve.back().second);
    }
  }
  EXPECT_EQ(store.count("lost"), 0U) << "nobody is to start it again";
}

TEST(Budget, SpentBeforeAnythingWasEvaluatedItSaysSoAndARaisedOneGoesOn) {
  MemoryStore store;
  StudyOptions options = with_budget(10.0);
  // Reading the data took what the search was to have, or all there was.
  EXPECT_THAT(
      error_text([&] { ran(options, store, {}, 7.0); }),
      AllOf(HasSubstr("the budget was spent before a trial could be evaluated"), HasSubstr("--budget")));
  EXPECT_THAT(error_text([&] { ran(options, store, {}, 11.0); }),
              HasSubstr("the budget was spent before the data were read"));
  options.budget_seconds = 10000.0;
  EXPECT_TRUE(ran(options, store, {.slots = 2, .clock_per_event = 1.0}).record.chosen);
}

TEST(Budget, WithoutOneNothingIsStoppedHoweverLongItTakes) {
  MemoryStore slow, quick;
  const Ran all = ran(fake_options(), slow, {.slots = 2, .seconds_per_epoch = 1e5, .clock_per_event = 1e6});
  EXPECT_THAT(all.asked_to_stop, IsEmpty());
  EXPECT_EQ(all.record.shortened, "");
  EXPECT_EQ(fingerprint(all.record), fingerprint(ran(fake_options(), quick, {}).record));
}

TEST(Budget, KilledAfterAnyEventAndResumedItStillEndsInAPolicy) {
  const FakeEvaluator::Behaviour behaviour{.slots = 2, .seconds_per_epoch = 1.0, .clock_per_event = 4.0};
  MemoryStore whole;
  ran(with_budget(200.0), whole, behaviour);
  const std::vector<Event> events = whole.events();
  for (std::size_t kept = 0; kept <= events.size(); ++kept) {
    MemoryStore cut({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(kept)});
    const StudyRecord resumed = ran(with_budget(200.0), cut, behaviour).record;
    ASSERT_TRUE(resumed.chosen) << "killed after event " << kept;
    ASSERT_EQ(fingerprint(study_record(cut)), fingerprint(resumed)) << "killed after event " << kept;
  }
}

TEST(Budget, AFinalRoundThatTurnsOutTooLongComparesWhatWasDoneAndSaysWhatWasNot) {
  MemoryStore store;
  StudyOptions options = fake_options();
  options.trials = 2;
  options.epochs = 10;
  options.budget_seconds = 100.0;
  // The two trials take 8 events; by their seconds the final round of 6 arms x 2 seeds would be a moment, but
  // each of its runs takes 8 seconds.
  const Ran all = ran(options, store, {.seconds_per_epoch = 0.01, .clock_per_event = 8.0});
  EXPECT_TRUE(all.record.chosen);
  EXPECT_EQ(store.count("final-cut"), 1U);
  EXPECT_THAT(all.record.shortened, HasSubstr(" of "));
  ASSERT_THAT(all.record.final_round.size(), AllOf(Gt(1U), Le(6U)));
  EXPECT_EQ(all.record.final_round.front().seeds.size(), 1U);
  EXPECT_NE(std::find_if(all.record.final_round.begin(), all.record.final_round.end(),
                         [](const auto& arm) { return arm.name == "manual"; }),
            all.record.final_round.end())
      << "without it nothing can be said";
}

ArmRecord seeded_arm(const std::string& name, std::vector<double> accuracies) {
  ArmRecord record;
  record.name = name;
  for (std::size_t seed = 0; seed < accuracies.size(); ++seed) record.seeds.push_back(100 + seed);
  record.values = std::move(accuracies);
  return record;
}

TEST(FinalCut, KeepsTheSeedsAtWhichEveryArmHasEnded) {
  std::vector<ArmRecord> arms{seeded_arm("a", {0.1, 0.2, 0.3}), seeded_arm("b", {0.4, kFailed, kFailed})};
  keep_comparable(arms, {true, true, true, true, true, false});  // b failed at its second seed
  ASSERT_EQ(arms.size(), 2U);
  EXPECT_THAT(arms[0].values, ElementsAre(0.1, 0.2));
  EXPECT_THAT(arms[1].seeds, ElementsAre(100U, 101U));
}

TEST(FinalCut, WithoutAWholeSeedKeepsTheArmsThatHaveEnded) {
  std::vector<ArmRecord> arms{seeded_arm("a", {0.1, 0.2}), seeded_arm("b", {kFailed, 0.4}),
                              seeded_arm("c", {0.5, kFailed})};
  keep_comparable(arms, {true, false, true, true, true, false});
  ASSERT_EQ(arms.size(), 2U);
  EXPECT_EQ(arms[1].name, "c");
  EXPECT_THAT(arms[0].values, ElementsAre(0.1));
  EXPECT_THAT(arms[1].values, ElementsAre(0.5));
}

TEST(FinalCut, OfNothingDoneNothingIsKept) {
  std::vector<ArmRecord> arms{seeded_arm("a", {kFailed}), seeded_arm("b", {kFailed})};
  keep_comparable(arms, {false, false});
  EXPECT_THAT(arms, IsEmpty());
  keep_comparable(arms, {});
  EXPECT_THAT(arms, IsEmpty());
}

}  // namespace
}  // namespace variegate
