#include "variegate/train/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/made_images.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const ChildSpec kSmall = {.model = "small-conv:4", .batch_size = 16};

RunRequest request(int epochs, std::vector<int> report_epochs = {}) {
  RunRequest run;
  run.trial = 3;
  run.seed = 11;
  run.work =
      Train{.policy = base_policy("crop-flip"), .epochs = epochs, .report_epochs = std::move(report_epochs)};
  return run;
}

// All that a run reports but its times.
std::string curve(const Report& report) {
  std::ostringstream text;
  text << std::hexfloat << report.trial << ' ' << report.epoch << ' ' << report.value << ' ' << report.loss
       << ' ' << report.train_accuracy << '\n';
  return text.str();
}

// The reports of a run, stopped after the report of epoch `stop` (0: never).
std::string train(const Trainer& trainer, const RunRequest& run, int stop = 0) {
  std::string text;
  const Done done = trainer.train(run, [&](const Report& report) {
    text += curve(report);
    return report.epoch != stop;
  });
  EXPECT_EQ(done.epochs, stop == 0 ? run.train().epochs : stop);
  return text;
}

Trainer small_trainer(const ChildSpec& spec = kSmall, const TrainerOptions& options = {}) {
  return Trainer(bright_and_dark(60, 1), bright_and_dark(40, 2), spec, options);
}

TEST(Trainer, LearnsBrightFromDark) {
  const Trainer trainer(bright_and_dark(128, 1), bright_and_dark(200, 2),
                        {.model = "small-conv:8", .batch_size = 32});
  const Done done = trainer.train(request(12), [](const Report&) { return true; });
  EXPECT_GT(done.value, 0.95);
}

TEST(Trainer, WideResNetLearnsBrightFromDark) {
  const Trainer trainer(bright_and_dark(64, 1), bright_and_dark(100, 2),
                        {.model = "wrn-10-1", .batch_size = 16});
  EXPECT_GT(trainer.train(request(8), [](const Report&) { return true; }).value, 0.95);
}

TEST(Trainer, TrainsOnAnyShapeOfPicture) {
  for (const int side : {16, 33, 96}) {
    for (const int channels : {1, 3, 4}) {
      const Trainer trainer(bright_and_dark(20, 1, side, channels), bright_and_dark(20, 2, side, channels),
                            kSmall);
      const Done done = trainer.train(request(1), [](const Report&) { return true; });
      EXPECT_EQ(done.epochs, 1) << side << " x " << channels;
    }
  }
}

TEST(Trainer, SameRequestGivesSameCurveBitForBit) {
  const std::string first = train(small_trainer(), request(4, {1, 2, 3, 4}));
  EXPECT_EQ(train(small_trainer(), request(4, {1, 2, 3, 4})), first);
  RunRequest other = request(4, {1, 2, 3, 4});
  other.seed = 12;
  EXPECT_NE(train(small_trainer(), other), first);
}

TEST(Trainer, OneTrainerRunsManyTrialsWithoutOneChangingTheNext) {
  const Trainer trainer = small_trainer();
  const std::string first = train(trainer, request(2, {1, 2}));
  RunRequest other = request(3, {1, 2, 3});
  other.train().policy = published_policy("trivialaugment");
  train(trainer, other);
  EXPECT_EQ(train(trainer, request(2, {1, 2})), first);
}

TEST(Trainer, EvaluatingOftenDoesNotChangeTraining) {
  const std::string often = train(small_trainer(), request(4, {1, 2, 3, 4}));
  const std::string once = train(small_trainer(), request(4, {4}));
  EXPECT_TRUE(often.ends_with(once));
}

TEST(Trainer, OverlapDoesNotChangeResults) {
  EXPECT_EQ(train(small_trainer(kSmall, {.overlap = false}), request(3, {1, 2, 3})),
            train(small_trainer(kSmall, {.overlap = true}), request(3, {1, 2, 3})));
}

class CheckpointedRun : public ::testing::TestWithParam<ChildSpec> {};

TEST_P(CheckpointedRun, GoesOnAsIfNeverStopped) {
  const std::string whole = train(small_trainer(GetParam()), request(6, {1, 2, 3, 4, 5, 6}));
  const TemporaryFolder folder;
  RunRequest run = request(6, {1, 2, 3, 4, 5, 6});
  run.checkpoint = folder.file("trial.state");
  const std::string half = train(small_trainer(GetParam()), run, 3);
  EXPECT_TRUE(whole.starts_with(half));
  EXPECT_LT(half.size(), whole.size());
  EXPECT_EQ(train(small_trainer(GetParam()), run), whole);
  EXPECT_EQ(train(small_trainer(GetParam()), run), whole) << "a finished run only tells its reports again";
}

INSTANTIATE_TEST_SUITE_P(
    Children, CheckpointedRun,
    ::testing::Values(kSmall,
                      ChildSpec{
                          .model = "small-conv:4", .batch_size = 16, .label_smoothing = 0.1, .ema = 0.9},
                      ChildSpec{.model = "wrn-10-1", .batch_size = 16}));

// A population trains its members in such stretches; docs/methods.md says why they must be one run.
TEST_P(CheckpointedRun, StretchesThatGoOnFromEachOtherAreOneRunWithTheirSchedule) {
  const auto turned = [](double degrees) {
    return Node{Call{.op = "rotate", .arguments = {{"degrees", Distribution::uniform(0, degrees, true)}}}};
  };
  Schedule schedule{{{2, {turned(10)}}, {1, {turned(90)}}, {3, {turned(45)}}}};
  RunRequest whole = request(6, {2, 3, 6});
  whole.train().policy.root = {schedule};
  const std::string expected = train(small_trainer(GetParam()), whole);

  const TemporaryFolder folder;
  std::string chain;
  RunRequest stretch = request(6, {});
  stretch.train().schedule_epochs = 6;
  for (const int end : {2, 3, 6}) {
    stretch.train().epochs = end;
    stretch.train().report_epochs = {end};
    const std::size_t stretches = end == 2 ? 1 : end == 3 ? 2 : 3;
    stretch.train().policy.root = {Schedule{
        {schedule.stretches.begin(), schedule.stretches.begin() + static_cast<std::ptrdiff_t>(stretches)}}};
    stretch.checkpoint = folder.file("stretch " + std::to_string(end));
    chain += train(small_trainer(GetParam()), stretch);
    stretch.train().start = stretch.checkpoint;
  }
  EXPECT_EQ(chain, expected);
}

TEST(Trainer, AWorkerThatChoseThePrecisionAndOneThatWasToldItTakeEachOthersCheckpoints) {
  const TemporaryFolder folder;
  ChildSpec chosen = kSmall;
  chosen.precision = "auto";
  ChildSpec told = kSmall;
  told.precision = small_trainer(chosen).precision();
  RunRequest run = request(2, {2});
  run.train().schedule_epochs = 4;
  run.checkpoint = folder.file("first");
  train(small_trainer(chosen), run);
  run = request(4, {4});
  run.train().schedule_epochs = 4;
  run.train().start = folder.file("first");
  EXPECT_NO_THROW(train(small_trainer(told), run));
}

TEST(Trainer, TheCheckpointToStartFromMustBeThereAndFit) {
  const TemporaryFolder folder;
  const Trainer trainer = small_trainer();
  RunRequest first = request(2, {2});
  first.train().schedule_epochs = 4;
  first.checkpoint = folder.file("first");
  train(trainer, first);
  RunRequest next = request(4, {4});
  next.train().schedule_epochs = 4;
  next.train().start = folder.file("nowhere");
  EXPECT_THAT(error_text([&] { train(trainer, next); }), HasSubstr("nowhere: the checkpoint to start from"));
  next.train().start = first.checkpoint;
  next.train().epochs = 2;
  EXPECT_THAT(error_text([&] { train(trainer, next); }), HasSubstr("too far already"));
  next.train().epochs = 4;
  next.train().schedule_epochs = 8;
  EXPECT_THAT(error_text([&] { train(trainer, next); }), HasSubstr("of another run"));
}

TEST(Trainer, AverageOfWeightsIsWhatIsEvaluated) {
  ChildSpec averaged = kSmall;
  averaged.ema = 0.999;
  const std::string plain = train(small_trainer(), request(2, {2}));
  const std::string mean = train(small_trainer(averaged), request(2, {2}));
  EXPECT_NE(plain, mean);
  // The same training: loss and training accuracy stand at the end of the line.
  const auto tail = [](const std::string& line) {
    std::istringstream words(line);
    std::string trial, epoch, accuracy, loss, train_accuracy;
    words >> trial >> epoch >> accuracy >> loss >> train_accuracy;
    return loss + train_accuracy;
  };
  EXPECT_EQ(tail(plain), tail(mean));
}

TEST(Trainer, DamagedCheckpointIsAnError) {
  const TemporaryFolder folder;
  RunRequest run = request(2, {1, 2});
  run.checkpoint = folder.file("trial.state");
  const Trainer trainer = small_trainer();
  train(trainer, run);
  const auto size = std::filesystem::file_size(run.checkpoint);
  {
    std::fstream file(run.checkpoint, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file.put('?').put('!');
  }
  EXPECT_THAT(error_text([&] { train(trainer, run); }),
              AllOf(HasSubstr("trial.state"), HasSubstr("damaged")));
  std::filesystem::resize_file(run.checkpoint, size / 3);
  EXPECT_THAT(error_text([&] { train(trainer, run); }), HasSubstr("damaged or cut short"));
  std::ofstream(run.checkpoint) << "something else";
  EXPECT_THAT(error_text([&] { train(trainer, run); }), HasSubstr("not a checkpoint"));
}

TEST(Trainer, CheckpointOfAnotherRunIsAnError) {
  const TemporaryFolder folder;
  RunRequest run = request(2, {1, 2});
  run.checkpoint = folder.file("trial.state");
  const Trainer trainer = small_trainer();
  train(trainer, run);
  run.seed = 12;
  EXPECT_THAT(error_text([&] { train(trainer, run); }), HasSubstr("of another run"));
}

TEST(Trainer, DivergenceIsAnErrorAndTheTrainerGoesOn) {
  ChildSpec wild = kSmall;
  wild.learning_rate = 100.0;
  wild.weight_decay = 1.0;
  const Trainer trainer(bright_and_dark(60, 1), bright_and_dark(40, 2), wild);
  for (int repeat = 0; repeat < 2; ++repeat) {
    EXPECT_THAT(error_text([&] { train(trainer, request(20, {20})); }),
                AllOf(HasSubstr("diverged"), HasSubstr("learning rate")));
  }
}

TEST(Trainer, VerdictEndsTheRun) {
  const Done done =
      small_trainer().train(request(5, {2, 4}), [](const Report& report) { return report.epoch < 2; });
  EXPECT_TRUE(done.stopped);
  EXPECT_EQ(done.epochs, 2);
  EXPECT_EQ(done.trial, 3);
}

TEST(Trainer, PollCanAbandonARunBetweenBatches) {
  int polls = 0;
  const auto poll = [&] {
    if (++polls == 3) throw std::runtime_error("enough");
    return true;
  };
  EXPECT_THROW(small_trainer().train(
                   request(5), [](const Report&) { return true; }, poll),
               std::runtime_error);
  EXPECT_EQ(polls, 3);
}

TEST(Trainer, APollThatSaysNoEndsTheRunAtItsNextStepWithWhatItCameTo) {
  const Trainer trainer = small_trainer();
  int polls = 0;
  double reported = -1.0;
  const auto report = [&](const Report& told) {
    reported = told.value;
    return true;
  };
  const Done before = trainer.train(request(5, {4}), report, [&] { return ++polls < 3; });
  EXPECT_TRUE(before.stopped);
  EXPECT_EQ(before.epochs, 0) << "in the middle of the first";
  EXPECT_EQ(reported, -1.0);
  EXPECT_GT(before.value, 0.0) << "evaluated where it stood";
  const Done behind = trainer.train(request(50, {2}), report, [&] { return reported < 0.0; });
  EXPECT_TRUE(behind.stopped);
  EXPECT_EQ(behind.epochs, 2);
  EXPECT_EQ(behind.value, reported);
}

TEST(Trainer, ReportsShareOfTimeWaitedAndSpeed) {
  small_trainer().train(request(2, {1, 2}), [](const Report& report) {
    EXPECT_GE(report.waiting, 0.0);
    EXPECT_LE(report.waiting, 1.0);
    EXPECT_GT(report.samples_per_second, 0.0);
    return true;
  });
}

TEST(Trainer, SaysWhatIsWrongWithDataOrChild) {
  const auto text = [](ImageSet train, ImageSet evaluation, const ChildSpec& spec) {
    return error_text([&] { Trainer(std::move(train), std::move(evaluation), spec); });
  };
  const ImageSet good = bright_and_dark(8, 1);
  ImageSet mislabelled = good;
  mislabelled.samples[3].label = 2;
  ImageSet one_class = good;
  one_class.class_names = {"dark"};
  ChildSpec misspelt;
  misspelt.model = "smal-conv:16";
  ChildSpec cuda;
  cuda.device = "cuda:7";
  EXPECT_THAT(text(bright_and_dark(1, 1), good, {}), HasSubstr("too few samples"));
  EXPECT_THAT(text(good, bright_and_dark(0, 1), {}), HasSubstr("no samples to evaluate on"));
  EXPECT_THAT(text(mislabelled, good, {}), HasSubstr("not one of the classes"));
  EXPECT_THAT(text(one_class, good, {}), HasSubstr("too few classes"));
  EXPECT_THAT(text(good, bright_and_dark(8, 1, 24), {}), HasSubstr("evaluation pictures have another shape"));
  EXPECT_THAT(text(good, good, misspelt), HasSubstr("did you mean 'small-conv'"));
  EXPECT_THAT(text(good, good, cuda), AllOf(HasSubstr("'cuda:7'"), HasSubstr("not there")));
}

}  // namespace
}  // namespace variegate
