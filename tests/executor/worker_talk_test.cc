#include "variegate/executor/worker_talk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/error_text.h"

namespace variegate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

const WorkerTalk::Time kStart{};

std::string ready_line(const std::string& digest = "0123456789abcdef",
                       const std::string& precision = "fp32") {
  return line_of(FromWorker(Ready{.train_samples = 10,
                                  .evaluation_samples = 5,
                                  .class_names = {"a", "b"},
                                  .data_digest = digest,
                                  .precision = precision}));
}

std::string done_line(std::int64_t trial, double value = 0.5, double took = 10.0, int epochs = 10) {
  return line_of(FromWorker(Done{.trial = trial, .epochs = epochs, .value = value, .seconds = took}));
}

RunRequest run(std::int64_t trial, int epochs = 10) {
  RunRequest request{.trial = trial};
  request.train().epochs = epochs;
  return request;
}

class Talk : public ::testing::Test {
 protected:
  void open() {
    talk.open();
    talk.take(ready_line(), kStart);
  }

  WorkerTerms terms{.open = {}, .hang_rule = {.least = seconds(60), .times = 10, .stopping = seconds(5)}};
  WorkerTalk talk{terms};
};

TEST_F(Talk, ARunThatIsGivenWhileTheDataAreOpenedIsSentWhenTheyAre) {
  EXPECT_TRUE(talk.waits());
  EXPECT_EQ(talk.open(), line_of(ToWorker{terms.open}));
  EXPECT_FALSE(talk.waits());
  EXPECT_EQ(talk.give(run(7), kStart), std::nullopt);
  EXPECT_FALSE(talk.is_open());
  EXPECT_EQ(talk.take(ready_line(), kStart).reply, line_of(ToWorker{run(7)}));
  EXPECT_TRUE(talk.is_open());
}

TEST_F(Talk, AnOpenWorkerIsGivenItsRunAndVerdictsAtOnceAndTellsWhatBecomesOfIt) {
  open();
  EXPECT_EQ(talk.give(run(7), kStart), line_of(ToWorker{run(7)}));
  const Report report{.trial = 7, .epoch = 3, .value = 0.25};
  EXPECT_EQ(talk.take(line_of(FromWorker{report}), kStart).event, RunEvent{report});
  EXPECT_EQ(talk.answer({.trial = 8, .go_on = true}, kStart), std::nullopt);
  EXPECT_EQ(talk.answer({.trial = 7, .go_on = false}, kStart), line_of(ToWorker{Verdict{7, false}}));
  EXPECT_TRUE(talk.run().has_value());
  EXPECT_TRUE(std::holds_alternative<Done>(*talk.take(done_line(7), kStart).event));
  EXPECT_FALSE(talk.run().has_value());
}

TEST_F(Talk, TheFirstWorkerChoosesThePrecisionAndTheOthersAreToldIt) {
  terms.open.child.precision = "auto";
  talk.open();
  talk.take(ready_line("0123456789abcdef", "bf16"), kStart);
  WorkerTalk second(terms);
  EXPECT_THAT(second.open(), HasSubstr("\"precision\":\"bf16\""));
}

TEST_F(Talk, DataOfAnotherDigestThanTheFirstWorkersAreAnError) {
  open();
  WorkerTalk second(terms);
  second.open();
  EXPECT_THAT(error_text([&] { second.take(ready_line("fedcba9876543210"), kStart); }),
              AllOf(HasSubstr("the data change"), HasSubstr("fedcba9876543210")));
}

TEST_F(Talk, AWorkerOfAnotherProtocolIsAnErrorThatSaysSo) {
  talk.open();
  EXPECT_THAT(
      error_text(
          [&] { talk.take(R"({"message":"ready","protocol":99,"version":"9.1","shape":[3]})", kStart); }),
      AllOf(HasSubstr("it speaks another protocol; got protocol 99 of version 9.1"),
            HasSubstr("expected protocol " + std::to_string(kProtocol)), HasSubstr("of one version")));
  Ready old{.train_samples = 1, .evaluation_samples = 1, .precision = "fp32", .protocol = 1};
  EXPECT_THAT(error_text([&] { talk.take(line_of(FromWorker{old}), kStart); }), HasSubstr("got protocol 1;"));
}

TEST_F(Talk, DataThatCannotBeOpenedAreAnError) {
  talk.open();
  EXPECT_EQ(error_text([&] {
              talk.take(line_of(FromWorker{Failed{-1, "photos: no such folder"}}), kStart);
            }),
            "photos: no such folder");
}

TEST_F(Talk, WhatBreaksTheProtocolIsSaid) {
  EXPECT_THAT(talk.take(ready_line(), kStart).breach, HasSubstr("ready before it was asked"));
  open();
  EXPECT_THAT(talk.take(ready_line(), kStart).breach, HasSubstr("ready a second time"));
  EXPECT_THAT(talk.take("[W] a warning", kStart).breach, HasSubstr("does not keep to the protocol"));
  EXPECT_THAT(talk.take(done_line(7), kStart).breach, HasSubstr("tells of trial 7, which it does not hold"));
  talk.give(run(6), kStart);
  EXPECT_THAT(talk.take(done_line(7), kStart).breach, HasSubstr("tells of trial 7"));
  EXPECT_THAT(talk.take(done_line(6, 1.5), kStart).breach, HasSubstr("accuracy 1.5, which is no share"));
  EXPECT_EQ(talk.take(done_line(6, 1.0), kStart).breach, "");
}

TEST_F(Talk, AMetricThatIsNoShareMayHaveAnyValue) {
  Ready ready{.train_samples = 1, .evaluation_samples = 1, .precision = "fp32"};
  ready.metric = {.name = "loss", .larger_is_better = false, .share = false};
  talk.open();
  talk.take(line_of(FromWorker{ready}), kStart);
  talk.give(run(6), kStart);
  EXPECT_EQ(talk.take(done_line(6, 2.5), kStart).breach, "");
}

TEST_F(Talk, HungIsWhoIsSilentForTenTimesTheSlowestRunSoFarAndAtLeastAMinute) {
  open();
  talk.give(run(1), kStart);
  EXPECT_EQ(talk.why_hung(kStart + std::chrono::hours(100)), "")
      << "before any run has told how long it takes";
  talk.take(done_line(1, 0.5, 20.0, 10), kStart);  // 2 s an epoch
  EXPECT_EQ(talk.why_hung(kStart + std::chrono::hours(100)), "") << "it holds no run";
  talk.give(run(2, 20), kStart);  // 40 s, by that
  EXPECT_EQ(talk.why_hung(kStart + seconds(400)), "");
  EXPECT_EQ(talk.why_hung(kStart + seconds(401)), "said nothing for 401 s and was stopped");
  talk.take(line_of(FromWorker{EpochEnded{2, 1, 2.0}}), kStart + seconds(300));
  EXPECT_EQ(talk.why_hung(kStart + seconds(401)), "") << "it has said something";
  talk.take(done_line(2), kStart + seconds(300));
  talk.give(run(3, 1), kStart);
  EXPECT_EQ(talk.why_hung(kStart + seconds(60)), "") << "not before the least";
  EXPECT_NE(talk.why_hung(kStart + seconds(61)), "");
}

TEST_F(Talk, WhoDoesNotStopWhenAskedToIsHungSoonAfter) {
  open();
  talk.give(run(4), kStart);
  EXPECT_EQ(talk.stop(5, kStart).line, std::nullopt) << "another run";
  EXPECT_EQ(talk.stop(4, kStart).line, line_of(ToWorker{StopRun{4}}));
  EXPECT_EQ(talk.stop(4, kStart + seconds(4)).line, std::nullopt) << "once is enough";
  EXPECT_EQ(talk.why_hung(kStart + seconds(5)), "");
  EXPECT_EQ(talk.why_hung(kStart + milliseconds(5001)), "did not stop when asked to");
}

TEST_F(Talk, ARunThatHasNotBegunComesBackWhenItIsToStop) {
  talk.open();
  talk.give(run(4), kStart);
  const WorkerTalk::Stopping stopping = talk.stop(4, kStart);
  EXPECT_EQ(stopping.line, std::nullopt);
  ASSERT_TRUE(stopping.lost.has_value());
  EXPECT_EQ(stopping.lost->trial, 4);
  EXPECT_FALSE(talk.run().has_value());
}

TEST_F(Talk, ARunThatHadBegunIsLostWithItsWorkerAndOneThatHadNotWaitsForTheNext) {
  talk.open();
  talk.give(run(4), kStart);
  EXPECT_EQ(talk.restart("exited with code 3"), std::nullopt);
  EXPECT_TRUE(talk.waits());
  talk.open();
  EXPECT_EQ(talk.take(ready_line(), kStart).reply, line_of(ToWorker{run(4)}));
  EXPECT_EQ(talk.restart("exited with code 3"),
            (Lost{.trial = 4, .reason = "its worker exited with code 3"}));
  EXPECT_FALSE(talk.run().has_value());
}

}  // namespace
}  // namespace variegate
