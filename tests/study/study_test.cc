#include "variegate/study/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/policy/published.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"
#include "variegate/study/early_stop.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

StudyRecord fresh(const StudyOptions& options, const FakeEvaluator::Behaviour& behaviour = {}) {
  MemoryStore store;
  return run_fake(options, store, behaviour);
}

int stopped_trials(const StudyRecord& record) {
  return static_cast<int>(std::count_if(record.trials.begin(), record.trials.end(), [](const auto& trial) {
    return trial.outcome && trial.outcome->ending == Ending::stopped;
  }));
}

class EveryRule : public ::testing::TestWithParam<std::string> {
 protected:
  static StudyOptions options() {
    StudyOptions with_rule = fake_options();
    with_rule.trials = 20;
    with_rule.early_stop = GetParam();
    return with_rule;
  }
};

TEST_P(EveryRule, TheResultDependsNeitherOnSlotsNorOnTheOrderOfEvents) {
  const std::string alone = fingerprint(fresh(options(), {.slots = 1}));
  for (const int slots : {2, 3, 4, 9}) {
    for (std::uint64_t order = 0; order < 5; ++order) {
      EXPECT_EQ(fingerprint(fresh(options(), {.slots = slots, .order = order})), alone) << slots << " slots";
    }
  }
}

TEST_P(EveryRule, KilledAfterAnyEventAndResumedTheResultIsTheSame) {
  MemoryStore whole;
  const std::string expected = fingerprint(run_fake(options(), whole, {.slots = 3, .order = 1}));
  const std::vector<Event> events = whole.events();
  ASSERT_GT(events.size(), 60U);
  for (std::size_t kept = 0; kept <= events.size(); ++kept) {
    MemoryStore cut({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(kept)});
    const StudyRecord resumed =
        run_fake(options(), cut, {.slots = 1 + static_cast<int>(kept % 4), .order = kept});
    ASSERT_EQ(fingerprint(resumed), expected) << "killed after event " << kept;
    ASSERT_EQ(fingerprint(study_record(cut)), expected) << "what the log says, killed after event " << kept;
  }
}

INSTANTIATE_TEST_SUITE_P(Study, EveryRule, ::testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const EarlyStopRule* rule : early_stop_rules()) names.push_back(rule->name);
                           return names;
                         }()),
                         [](const auto& row) { return row.param; });

TEST(Study, RulesThatStopTrialsDoStopSome) {
  StudyOptions options = fake_options();
  options.trials = 20;
  options.early_stop = "none";
  EXPECT_EQ(stopped_trials(fresh(options)), 0);
  options.early_stop = "median";
  EXPECT_GT(stopped_trials(fresh(options)), 0);
  options.early_stop = "halving";
  EXPECT_GT(stopped_trials(fresh(options)), 0);
}

TEST(Study, StoppedByTheUserAtAnyMomentAndResumedTheResultIsTheSame) {
  const std::string expected = fingerprint(fresh(fake_options()));
  for (int patience = 0; patience < 45; patience += 3) {
    MemoryStore store;
    StudyRecord record = run_fake(fake_options(), store, {.slots = 2, .stop_after = patience});
    ASSERT_FALSE(record.chosen) << patience;
    EXPECT_EQ(store.events().back().kind, "session-ended");
    record = run_fake(fake_options(), store, {.slots = 3, .order = 5});
    EXPECT_EQ(fingerprint(record), expected) << patience;
  }
}

TEST(Study, AFinishedStudyIsReadAndNotRunAgain) {
  MemoryStore store;
  const StudyRecord record = run_fake(fake_options(), store, {});
  const std::size_t events = store.events().size();
  const StudyRecord again = run_fake(fake_options(), store, {});
  EXPECT_EQ(fingerprint(again), fingerprint(record));
  EXPECT_EQ(again.ended, record.ended);
  EXPECT_EQ(store.events().size(), events);
}

TEST(Study, FillsTheSlotsUpToTheLookahead) {
  std::atomic<bool> stop{false};
  for (const auto& [slots, most] : {std::pair{1, 1}, {2, 2}, {4, 4}, {9, 4}}) {
    StudyOptions options = fake_options();
    options.final_policies = 0;
    MemoryStore store;
    FakeEvaluator evaluator({.slots = slots}, stop);
    run_study(options, store, evaluator, {}, stop, chaotic_searcher);
    EXPECT_EQ(evaluator.most_at_once(), most);
  }
}

TEST(Study, TrialsShareOneSeedAndTheFinalRoundHasFreshOnes) {
  std::atomic<bool> stop{false};
  MemoryStore store;
  FakeEvaluator evaluator({}, stop);
  const StudyRecord record = run_study(fake_options(), store, evaluator, {}, stop, chaotic_searcher);
  std::set<std::uint64_t> search, final;
  for (const RunRequest& run : evaluator.started())
    (run.train().epochs == 10 ? search : final).insert(run.seed);
  EXPECT_EQ(search.size(), 1U);
  EXPECT_EQ(final.size(), 3U);
  EXPECT_FALSE(final.contains(*search.begin()));
  for (const ArmRecord& arm : record.final_round) EXPECT_EQ(arm.seeds, record.final_round.front().seeds);
}

TEST(Study, AMetricOfWhichLessIsBetterIsMinimised) {
  const Metric loss{.name = "loss", .larger_is_better = false, .share = false};
  StudyOptions options = fake_options();
  options.trials = 25;
  std::atomic<bool> stop{false};
  MemoryStore store;
  FakeEvaluator evaluator({.metric = loss}, stop);
  const StudyRecord record = run_study(options, store, evaluator, {}, stop);
  double least = std::numeric_limits<double>::infinity();
  std::optional<std::int64_t> best;
  for (const Event& event : store.events()) {
    if (event.kind != "finished" || event.payload["stopped"].get<bool>()) continue;
    const double value = event.payload["value"].get<double>();
    if (value < least) best = event.trial;
    least = std::min(least, value);
  }
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best_trials(record, 1, {}).front()->trial, *best);
  EXPECT_THAT(record.trials[static_cast<std::size_t>(*best)].policy.name,
              ::testing::AnyOf("rotate 20", "rotate 21", "rotate 22"))
      << "the truth is 21";
  for (const RunRequest& run : evaluator.started()) EXPECT_FALSE(run.train().pictures);
  for (const ArmRecord& arm : record.final_round) {
    for (const double value : arm.values) EXPECT_GT(value, least - 1.0) << "a loss, and no reward";
  }
  const std::optional<Decision> decision = decide(record);
  const ArmVerdict* kept = decision->find(*record.chosen);
  ASSERT_NE(kept, nullptr);
  EXPECT_LT(kept->gain, 0.0) << "less of a loss is a gain";
  EXPECT_LT(kept->low, kept->high);
  const double manual = arm_mean(*find_arm(record.final_round, "manual"));
  EXPECT_DOUBLE_EQ(kept->observed, arm_mean(*find_arm(record.final_round, kept->arm)) - manual);
  const double score = found_policy(record).provenance.score;
  EXPECT_TRUE(score > 0.0 && score < 1.0) << "a reward, as policy files have it";
}

TEST(Study, ATrialThatFailsIsRecordedWithItsReasonAndTheStudyGoesOn) {
  const StudyRecord record = fresh(fake_options(), {.slots = 2, .failing = {3, 7}});
  EXPECT_EQ(record.trials[3].outcome->ending, Ending::failed);
  EXPECT_EQ(record.trials[3].outcome->reason, "loss is not finite");
  EXPECT_EQ(record.trials.size(), 12U);
  EXPECT_TRUE(record.chosen);
  for (const ArmRecord& arm : record.final_round) {
    EXPECT_NE(arm.name, "trial 3");
    EXPECT_NE(arm.name, "trial 7");
  }
}

TEST(Study, ATrialWhoseWorkerDiesOnceIsRunAgainWithTheSameResult) {
  const std::string expected = fingerprint(fresh(fake_options()));
  EXPECT_EQ(fingerprint(fresh(fake_options(), {.slots = 2, .losses = {{2, 1}, {5, 1}}})), expected);
}

TEST(Study, ATrialWhoseWorkerDiesTwiceHasFailed) {
  MemoryStore store;
  const StudyRecord record = run_fake(fake_options(), store, {.slots = 2, .losses = {{2, 2}}});
  EXPECT_EQ(record.trials[2].outcome->ending, Ending::failed);
  EXPECT_THAT(record.trials[2].outcome->reason,
              HasSubstr("killed by signal 9 (Killed) (for the second time)"));
  EXPECT_EQ(store.count("lost"), 1U);
}

TEST(Study, ALossBeforeAResumeCounts) {
  MemoryStore whole;
  run_fake(fake_options(), whole, {.losses = {{2, 2}}});
  std::vector<Event> events = whole.events();
  const auto lost =
      std::find_if(events.begin(), events.end(), [](const Event& event) { return event.kind == "lost"; });
  MemoryStore cut({events.begin(), lost + 1});
  const StudyRecord record = run_fake(fake_options(), cut, {.losses = {{2, 1}}});
  EXPECT_EQ(record.trials[2].outcome->ending, Ending::failed);
}

TEST(Study, WhenTheFirstFiveTrialsFailTheStudyEndsAndSaysWhy) {
  EXPECT_THAT(error_text([] {
                fresh(fake_options(), {.slots = 2, .failing = {0, 1, 2, 3, 4}});
              }),
              AllOf(HasSubstr("the first five trials failed"), HasSubstr("'loss is not finite'")));
  EXPECT_NO_THROW(fresh(fake_options(), {.slots = 2, .failing = {0, 1, 2, 3}}));
}

TEST(Study, WhenEveryTrialOfAShortSearchFailsTheStudySaysWhy) {
  StudyOptions options = fake_options();
  options.trials = 2;
  EXPECT_THAT(error_text([&] {
                fresh(options, {.failing = {0, 1}});
              }),
              AllOf(HasSubstr("no trial succeeded"), HasSubstr("'loss is not finite'")));
}

TEST(Study, AnErrorEndsTheSessionInTheLog) {
  MemoryStore store;
  EXPECT_ANY_THROW(run_fake(fake_options(), store, {.failing = {0, 1, 2, 3, 4}}));
  EXPECT_EQ(store.events().back().kind, "session-ended");
  EXPECT_THAT(store.events().back().payload["why"].get<std::string>(),
              HasSubstr("the first five trials failed"));
}

TEST(Study, ResumedWithAnotherOptionItRefusesAndNamesTheOption) {
  MemoryStore store;
  run_fake(fake_options(), store, {.stop_after = 5});
  const auto refusal = [&](auto change) {
    StudyOptions options = fake_options();
    change(options);
    return error_text([&] { run_fake(options, store, {}); });
  };
  EXPECT_THAT(refusal([](auto& options) { options.epochs = 11; }),
              HasSubstr("another value of epochs; got 11; expected 10"));
  EXPECT_THAT(refusal([](auto& options) { options.data.train_size = 9; }),
              HasSubstr("another value of data.train_size"));
  EXPECT_THAT(refusal([](auto& options) { options.child.batch_size = 9; }),
              HasSubstr("another value of child.batch_size"));
  EXPECT_THAT(refusal([](auto& options) { options.seed = 8; }), HasSubstr("another value of seed"));
  EXPECT_THAT(refusal([](auto& options) { options.space.base = base_policy("crop"); }),
              HasSubstr("another value of space"));
  EXPECT_THAT(refusal([](auto& options) { options.baselines = {"manual"}; }),
              HasSubstr("another value of baselines"));
  EXPECT_THAT(refusal([](auto& options) { options.settings["candidates"] = 5; }),
              HasSubstr("another value of settings"));
  EXPECT_THAT(refusal([](auto& options) { options.trials = 11; }), HasSubstr("another value of trials"));
}

TEST(Study, AResumeMayRaiseTheTrialsWithTheResultOfAStudyStartedSo) {
  StudyOptions more = fake_options();
  more.trials = 15;
  MemoryStore store;
  run_fake(fake_options(), store, {.slots = 2, .stop_after = 12});
  EXPECT_EQ(fingerprint(run_fake(more, store, {})), fingerprint(fresh(more)));
}

TEST(Study, AfterTheSearchHasEndedItsLimitsAreFixed) {
  MemoryStore store;
  run_fake(fake_options(), store, {});
  StudyOptions more = fake_options();
  more.trials = 15;
  EXPECT_THAT(error_text([&] { run_fake(more, store, {}); }), HasSubstr("trials can no longer be changed"));
}

TEST(Study, ResumedOnOtherDataItRefuses) {
  MemoryStore store;
  run_fake(fake_options(), store, {.stop_after = 5});
  FakeEvaluator::Behaviour other;
  other.digest = "fedcba9876543210";
  EXPECT_THAT(error_text([&] { run_fake(fake_options(), store, other); }),
              HasSubstr("the data have changed"));
}

TEST(Study, ResumedWithTheSameDataElsewhereItGoesOnAndNotesThePlace) {
  MemoryStore store;
  run_fake(fake_options(), store, {.stop_after = 5});
  StudyOptions moved = fake_options();
  moved.data.train = "/elsewhere/pictures";
  FakeEvaluator::Behaviour other;
  other.digest = "fedcba9876543210";
  EXPECT_THAT(error_text([&] { run_fake(moved, store, other); }), HasSubstr("the data have changed"));
  EXPECT_EQ(replay(store).record.options.data.train, "pictures");
  const StudyRecord record = run_fake(moved, store, {});
  EXPECT_EQ(record.options.data.train, "/elsewhere/pictures");
  EXPECT_EQ(fingerprint(record), fingerprint(fresh(fake_options())));
  moved.data.validation = "camera";
  MemoryStore another;
  run_fake(fake_options(), another, {.stop_after = 5});
  EXPECT_THAT(error_text([&] { run_fake(moved, another, {}); }),
              HasSubstr("another value of data.validation"))
      << "where there was none";
}

TEST(Study, ResumedByAMethodThatProposesOtherwiseItRefuses) {
  MemoryStore store;
  run_fake(fake_options(), store, {.stop_after = 5});
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator({}, stop);
  const SearcherFactory other = [](const std::string& method, const Space& space,
                                   const SearcherOptions& options) {
    return chaotic_searcher(method, space, {.seed = options.seed + 1, .trials = options.trials});
  };
  EXPECT_THAT(error_text([&] { run_study(fake_options(), store, evaluator, {}, stop, other); }),
              HasSubstr("no longer proposes what it proposed for trial 0"));
}

TEST(Study, SettingsOfTheMethodReachItAndComeBackFromTheLog) {
  StudyOptions options = fake_options();
  options.settings = {{"learning-rate", 3.5e-4}, {"batch", 5.0}};
  MemoryStore store;
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator({}, stop);
  Settings seen;
  run_study(options, store, evaluator, {}, stop,
            [&](const std::string& method, const Space& space, const SearcherOptions& given) {
              seen = given.settings;
              return chaotic_searcher(method, space, given);
            });
  EXPECT_EQ(seen, options.settings);
  EXPECT_EQ(replay(store).record.options.settings, options.settings);
}

TEST(Study, ASearchWithNoEndIsRefused) {
  StudyOptions options = fake_options();
  options.trials = 0;
  EXPECT_THAT(error_text([&] { fresh(options); }), HasSubstr("the search has no end"));
}

// A method that has `count` points to try.
SearcherFactory exhausted_after(std::int64_t count) {
  return [count](const std::string& method, const Space& space, const SearcherOptions& options) {
    struct Ending final : Searcher {
      std::unique_ptr<Searcher> inner;
      std::int64_t last = 0;
      std::optional<Proposal> propose(std::int64_t trial) override {
        return trial < last ? inner->propose(trial) : std::nullopt;
      }
      void observe(const Outcome& outcome) override { inner->observe(outcome); }
    };
    auto searcher = std::make_unique<Ending>();
    searcher->inner = chaotic_searcher(method, space, options);
    searcher->last = count;
    return searcher;
  };
}

TEST(Study, AMethodThatHasNothingLeftEndsTheSearch) {
  std::atomic<bool> stop{false};
  MemoryStore store;
  FakeEvaluator evaluator({.slots = 2}, stop);
  const StudyRecord record = run_study(fake_options(), store, evaluator, {}, stop, exhausted_after(6));
  EXPECT_EQ(record.trials.size(), 6U);
  EXPECT_TRUE(record.chosen);
}

TEST(Study, WithoutAFinalRoundTheBestTrialIsChosen) {
  StudyOptions options = fake_options();
  options.final_policies = 0;
  const StudyRecord record = fresh(options);
  double best = 0.0;
  std::string name;
  for (const TrialRecord& trial : record.trials) {
    if (trial.outcome->ending != Ending::complete || trial.outcome->reward <= best) continue;
    best = trial.outcome->reward;
    name = "trial " + std::to_string(trial.trial);
  }
  EXPECT_EQ(record.chosen, name);
  EXPECT_TRUE(record.final_round.empty());
}

TEST(Study, ABudgetLeavesHalfOfItToAFinalRoundThatNeedsMore) {
  // A trial takes 10 pretended seconds, the final round 6 arms x 2 seeds x 15 epochs = 180: with 7.5 of 15
  // seconds kept for it, there is no time for another trial once the first has ended.
  StudyOptions options = fake_options();
  options.trials = 0;
  options.budget_seconds = 15.0;
  EXPECT_EQ(fresh(options).trials.size(), 1U);
  const StudyRecord record = fresh(options, {.slots = 4});
  EXPECT_EQ(record.trials.size(), 4U);  // proposed before anything was known
  EXPECT_TRUE(record.chosen);
  EXPECT_EQ(record.final_round.size(), 2U) << "manual and one trial";
  EXPECT_EQ(record.final_round.front().seeds.size(), 2U);
}

TEST(Study, ABudgetThatIsLargeEnoughChangesNothing) {
  StudyOptions options = fake_options();
  const std::string expected = fingerprint(fresh(options));
  options.budget_seconds = 1000.0;
  EXPECT_EQ(fingerprint(fresh(options)), expected);
}

TEST(Study, ObserversHearOfEverythingInOrder) {
  std::string heard;
  StudyObserver observer;
  observer.opened = [&](const StudyProgress& at) {
    heard += "opened " + at.record.data.data_digest.substr(0, 4);
  };
  observer.trial_started = [&](const StudyProgress&, const TrialRecord& trial) {
    heard += " start " + std::to_string(trial.trial);
  };
  observer.trial_reported = [&](const StudyProgress&, const Report& report) {
    heard += " report " + std::to_string(report.epoch);
  };
  observer.trial_ended = [&](const StudyProgress& at, const TrialRecord& trial) {
    heard += " end " + std::to_string(trial.outcome->epochs);
    EXPECT_TRUE(at.left.has_value());
  };
  observer.search_ended = [&](const StudyProgress&, const std::string& why) { heard += " " + why; };
  observer.final_planned = [&](const StudyProgress& at, int epochs) {
    heard += " final " + std::to_string(at.record.final_round.size()) + " x " + std::to_string(epochs);
  };
  observer.final_started = [&](const StudyProgress&, const ArmRecord& arm, std::size_t seed) {
    heard += " " + arm.name + "/" + std::to_string(seed);
  };
  observer.final_ended = [&](const StudyProgress&, const ArmRecord& arm, std::size_t seed) {
    EXPECT_FALSE(std::isnan(arm.values[seed]));
  };
  StudyOptions options = fake_options();
  options.trials = 1;
  options.final_seeds = 1;
  options.baselines = {"manual"};
  std::atomic<bool> stop{false};
  MemoryStore store;
  FakeEvaluator evaluator({}, stop);
  run_study(options, store, evaluator, observer, stop, chaotic_searcher);
  EXPECT_EQ(heard,
            "opened 0123 start 0 report 6 report 8 report 10 end 10 trials final 3 x 15 manual/0 trial 0/0 "
            "trial 0 without the base/0");
}

// How often a log is read.
class CountingStore final : public Store {
 public:
  Event append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) override {
    return store_.append(kind, trial, payload);
  }
  std::vector<Event> events(std::int64_t after = 0) const override {
    ++reads_;
    return store_.events(after);
  }
  std::string name() const override { return store_.name(); }
  int reads() const { return reads_; }

 private:
  MemoryStore store_;
  mutable int reads_ = 0;
};

TEST(Study, ALogIsReplayedOnceWhateverGoesOnWithIt) {
  CountingStore store;
  run_fake(fake_options(), store, {.stop_after = 20});
  const int before = store.reads();
  StudyLog log(store);
  const StudyOptions options = log.known().options;
  open_request(options, log.state());
  const StudyRecord record = run_fake(options, log, {.slots = 2});
  EXPECT_TRUE(record.chosen);
  EXPECT_EQ(fingerprint(log.known()), fingerprint(record));
  EXPECT_EQ(store.reads() - before, 1);
}

TEST(Study, WorkersOfAResumedStudyAreToldThePrecisionOfItsStart) {
  MemoryStore store;
  StudyOptions options = fake_options();
  EXPECT_EQ(open_request(options, replay(store)).child.precision, "auto");
  run_fake(options, store, {.stop_after = 3});
  EXPECT_EQ(open_request(options, replay(store)).child.precision, "fp32");
  EXPECT_FALSE(open_request(options, replay(store)).opens_test());
}

}  // namespace
}  // namespace variegate
