// Asking and telling by hand: the same search as run_study() makes, and a clear Error for whatever breaks the
// rules.
#include "variegate/study/ask_tell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/core/version.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

StudyOptions options() {
  StudyOptions options = fake_options();
  options.early_stop = "none";
  return options;
}

Done done(const RunRequest& run) {
  return {.trial = run.trial,
          .epochs = run.train().epochs,
          .value = fake_accuracy(run.train().policy, run.seed, run.train().epochs, run.train().epochs),
          .seconds = 1.0};
}

// All that a worker would say of the run.
void tell_whole(AskTell& search, const RunRequest& run) {
  for (const int epoch : run.train().report_epochs) {
    search.tell(Report{.trial = run.trial,
                       .epoch = epoch,
                       .value = fake_accuracy(run.train().policy, run.seed, epoch, run.train().epochs)});
  }
  search.tell(done(run));
}

std::string trials_text(const StudyRecord& record) {
  std::string text;
  for (const TrialRecord& trial : record.trials) {
    text += "trial " + std::to_string(trial.trial) + ": point " + std::to_string(trial.point.front());
    if (trial.outcome) text += " reward " + std::to_string(trial.outcome->reward);
    text += "\n";
  }
  return text;
}

std::string whole_search() {
  MemoryStore store;
  return trials_text(run_fake(options(), store, {}));
}

class AskTellTest : public testing::Test {
 protected:
  MemoryStore store;
  const StudyOptions given = options();
  StudyLog log{store};
  AskTell search{given, log, "", chaotic_searcher};
};

TEST_F(AskTellTest, OneByOneItIsTheSearchOfAStudy) {
  while (const auto run = search.ask()) {
    EXPECT_FALSE(search.ended());
    tell_whole(search, *run);
  }
  EXPECT_TRUE(search.ended());
  EXPECT_EQ(search.why_ended(), "trials");
  search.finish();
  EXPECT_TRUE(log.state().search_ended);
  EXPECT_EQ(trials_text(log.known()), whole_search());
}

TEST_F(AskTellTest, ToldInAnyOrderItIsTheSameSearch) {
  Stream random({.seed = 3});
  std::deque<RunRequest> running;
  while (!search.ended()) {
    while (auto run = search.ask()) running.push_back(std::move(*run));
    if (running.empty()) break;
    const auto next = running.begin() + static_cast<std::ptrdiff_t>(random.below(running.size()));
    tell_whole(search, *next);
    running.erase(next);
  }
  EXPECT_TRUE(search.ended());
  EXPECT_EQ(trials_text(log.known()), whole_search());
}

TEST_F(AskTellTest, NoMoreIsAskedForThanTheLookaheadAllows) {
  std::vector<RunRequest> runs;
  while (auto run = search.ask()) runs.push_back(std::move(*run));
  EXPECT_EQ(runs.size(), static_cast<std::size_t>(given.lookahead) + 1);
  search.tell(done(runs[1]));
  EXPECT_EQ(search.ask(), std::nullopt) << "it is the first that the method waits for";
  search.tell(done(runs[0]));
  EXPECT_EQ(search.ask()->trial, 4);
}

TEST_F(AskTellTest, ATrialThatWasNotAskedForIsRefused) {
  EXPECT_THAT(error_text([&] { search.tell(Done{.trial = 0, .epochs = 10}); }),
              AllOf(HasSubstr("trial 0: has not been asked for"), HasSubstr("none so far")));
  search.tell(done(*search.ask()));
  for (const std::int64_t trial : {std::int64_t{-1}, std::int64_t{1}, std::int64_t{1} << 40}) {
    EXPECT_THAT(error_text([&] { search.tell(Failed{.trial = trial, .reason = "x"}); }),
                AllOf(HasSubstr("has not been asked for"), HasSubstr("0 .. 0")));
    EXPECT_THAT(error_text([&] { search.tell(EpochEnded{.trial = trial, .epoch = 1}); }),
                HasSubstr("has not been asked for"));
  }
}

TEST_F(AskTellTest, ATrialIsToldTheEndOfOnce) {
  const RunRequest run = *search.ask();
  search.tell(done(run));
  const std::size_t events = store.events().size();
  for (const RunEvent& event :
       {RunEvent(done(run)), RunEvent(Failed{.trial = 0, .reason = "x"}),
        RunEvent(Lost{.trial = 0, .reason = "x"}), RunEvent(Report{.trial = 0, .epoch = 10, .value = 0.5})})
    EXPECT_THAT(error_text([&] { search.tell(event); }), HasSubstr("trial 0: has been told the end of"));
  EXPECT_EQ(store.events().size(), events);
}

TEST_F(AskTellTest, ARewardThatIsNoneIsRefusedAndTheTrialStaysUnderWay) {
  const RunRequest run = *search.ask();
  const std::size_t events = store.events().size();
  for (const double reward : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    Done wrong = done(run);
    wrong.value = reward;
    EXPECT_THAT(error_text([&] { search.tell(wrong); }), HasSubstr("its reward is not a number"));
    EXPECT_THAT(error_text([&] { search.tell(Report{.trial = 0, .epoch = 5, .value = reward}); }),
                HasSubstr("its reward is not a number"));
  }
  for (const double reward : {-0.1, 1.5}) {
    Done wrong = done(run);
    wrong.value = reward;
    EXPECT_THAT(error_text([&] { search.tell(wrong); }), HasSubstr("trial 0"));
  }
  EXPECT_EQ(store.events().size(), events) << "nothing of it is in the log";
  EXPECT_NO_THROW(search.tell(done(run)));
}

TEST_F(AskTellTest, EpochsMustBeThoseOfTheRun) {
  const RunRequest run = *search.ask();
  Done wrong = done(run);
  wrong.epochs = run.train().epochs + 1;
  EXPECT_THAT(error_text([&] { search.tell(wrong); }), HasSubstr("more epochs than its run"));
  wrong.epochs = run.train().epochs - 1;
  EXPECT_THAT(error_text([&] { search.tell(wrong); }), HasSubstr("ended too early"));
  wrong.stopped = true;
  EXPECT_NO_THROW(search.tell(wrong));
  EXPECT_EQ(log.known().trials[0].outcome->ending, Ending::stopped);
}

TEST_F(AskTellTest, ALossLeavesTheTrialUnderWayAndEpochsAreNotLogged) {
  const RunRequest run = *search.ask();
  search.tell(Lost{.trial = 0, .reason = "killed"});
  const std::size_t events = store.events().size();
  search.tell(EpochEnded{.trial = 0, .epoch = 1});
  EXPECT_EQ(store.events().size(), events);
  search.tell(done(run));
  EXPECT_EQ(log.state().losses[0], 1);
}

TEST_F(AskTellTest, ItIsNotFinishedBeforeItHasEnded) {
  const RunRequest run = *search.ask();
  EXPECT_THAT(error_text([&] { search.finish(); }), HasSubstr("the search has not ended; got 1 trials"));
  search.close("budget");
  EXPECT_EQ(search.ask(), std::nullopt);
  EXPECT_FALSE(search.ended()) << "one is under way";
  search.tell(done(run));
  EXPECT_TRUE(search.ended());
  search.finish();
  search.finish();
  EXPECT_EQ(store.count("search-ended"), 1u);
}

TEST_F(AskTellTest, WhoAsksWhetherATrialGoesOnMustHaveAskedForIt) {
  EXPECT_THAT(error_text([&] { search.goes_on(Report{.trial = 0, .epoch = 5}); }),
              HasSubstr("has not been asked for"));
}

TEST(AskTell, WhatAnEarlierSessionLeftIsAskedForFirstAndTheSearchIsTheSame) {
  for (int asked = 1; asked < 12; asked += 3) {
    MemoryStore store;
    const StudyOptions given = options();
    {
      StudyLog log(store);
      AskTell search(given, log, "", chaotic_searcher);
      for (int i = 0; i < asked; ++i) {
        const RunRequest run = *search.ask();
        if (i + 1 < asked) tell_whole(search, run);
      }
    }
    StudyLog log(store);
    AskTell search(given, log, "", chaotic_searcher);
    EXPECT_THAT(error_text([&] { search.tell(Done{.trial = asked - 1, .epochs = 10}); }),
                HasSubstr("has not been asked for again"));
    EXPECT_FALSE(search.proposes());
    auto run = search.ask();
    EXPECT_EQ(run->trial, asked - 1);
    for (; run; run = search.ask()) tell_whole(search, *run);
    EXPECT_EQ(trials_text(log.known()), whole_search()) << asked;
  }
}

// Whatever is told in whatever order gives an Error that leaves the log as it was, or a step of the search.
TEST(AskTell, NoNonsenseBreaksIt) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Stream random({.seed = seed});
    MemoryStore store;
    const StudyOptions given = options();
    StudyLog log(store);
    AskTell search(given, log);
    std::map<std::int64_t, RunRequest> running;
    for (int step = 0; step < 300 && !search.ended(); ++step) {
      if (random.bernoulli(0.4)) {
        if (auto run = search.ask()) running.emplace(run->trial, *run);
        continue;
      }
      const std::int64_t trial = static_cast<std::int64_t>(random.below(15)) - 1;
      const double reward = random.bernoulli(0.3) ? std::nan("") : random.uniform();
      const int epochs = static_cast<int>(random.below(13));
      const std::size_t before = store.events().size();
      const bool sound = running.contains(trial) && std::isfinite(reward) && epochs <= given.epochs;
      const bool stopped = random.bernoulli(0.5);
      const bool ends = sound && (stopped || epochs == given.epochs);
      const std::string error = error_text([&] {
        search.tell(
            Done{.trial = trial, .epochs = epochs, .stopped = stopped, .value = reward, .seconds = 1});
      });
      EXPECT_EQ(error.empty(), ends) << error;
      EXPECT_EQ(store.events().size(), before + (ends ? 1 : 0));
      if (ends) running.erase(trial);
    }
    EXPECT_NO_THROW(replay(store));
  }
}

// A log in which the first proposal is changed.
std::vector<Event> with_first_proposal(void (*change)(Json& payload)) {
  MemoryStore store;
  run_fake(options(), store, {.stop_after = 5});
  std::vector<Event> events = store.events();
  for (Event& event : events) {
    if (event.kind != "proposed") continue;
    change(event.payload);
    break;
  }
  return events;
}

TEST(PolicyOfAPoint, IsHeldToWhatItWasWhenItWasProposed) {
  MemoryStore store(with_first_proposal([](Json& payload) { payload["policy"] = "0123456789abcdef"; }));
  EXPECT_THAT(error_text([&] { replay(store); }),
              AllOf(HasSubstr("the point stands for another policy"), HasSubstr("0123456789abcdef"),
                    HasSubstr("use version 0.")));
  for (const char* nonsense : {"", "12", "0123456789abcdeg", "0123456789abcdef0", "-123456789abcdef"}) {
    std::vector<Event> events = store.events();
    for (Event& event : events) {
      if (event.kind == "proposed") event.payload["policy"] = nonsense;
    }
    EXPECT_THAT(error_text([&] { replay(MemoryStore(events)); }), HasSubstr("hexadecimal")) << nonsense;
  }
}

TEST(PolicyOfAPoint, IsNotAskedForInLogsFromBeforeItWasKept) {
  MemoryStore whole;
  const std::string expected = fingerprint(run_fake(options(), whole, {}));
  MemoryStore stopped;
  run_fake(options(), stopped, {.stop_after = 9});
  std::vector<Event> events = stopped.events();
  for (Event& event : events) {
    event.payload.erase("policy");
    event.payload.erase("version");
    event.payload.erase("protocol");
  }
  MemoryStore old(events);
  EXPECT_EQ(replay(old).version, "");
  EXPECT_EQ(fingerprint(run_fake(options(), old, {})), expected);
}

TEST(SessionStarted, SaysVersionAndProtocol) {
  MemoryStore store;
  run_fake(options(), store, {.stop_after = 1});
  for (const Event& event : store.events()) {
    if (event.kind != "session-started") continue;
    const auto started = std::get<SessionStarted>(study_event(event, "log"));
    EXPECT_EQ(started.version, version());
    EXPECT_EQ(started.protocol, kProtocol);
    EXPECT_EQ(event.payload.at("protocol"), kProtocol);
  }
  EXPECT_EQ(store.count("session-started"), 1u);
}

TEST(Resume, AMethodThatProposesOtherwiseNamesTheVersionToResumeWith) {
  const auto refusal = [](const std::vector<Event>& events) {
    MemoryStore store(events);
    StudyLog log(store);
    const StudyOptions given = options();
    return error_text([&] { AskTell(given, log, "", chaotic_searcher); });
  };
  std::vector<Event> events = with_first_proposal([](Json& payload) {
    payload["point"][0] = (payload["point"][0].get<int>() + 1) % 30;
    payload.erase("policy");
  });
  for (Event& event : events) {
    if (event.kind == "session-started") event.payload["version"] = "0.0.7";
  }
  EXPECT_THAT(refusal(events), AllOf(HasSubstr("no longer proposes what it proposed for trial 0"),
                                     HasSubstr("version 0.0.7 of variegate")));
  for (Event& event : events) event.payload.erase("version");
  EXPECT_THAT(refusal(events), HasSubstr("an earlier version of variegate"));
}

}  // namespace
}  // namespace variegate
