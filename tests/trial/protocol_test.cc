#include "variegate/trial/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

#include "tests/support/error_text.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

RunRequest some_run() {
  RunRequest run;
  run.trial = 7;
  run.policy.name = "mine";
  run.policy.root = {Sequence{{Node{Call{
      .op = "rotate", .arguments = {{"degrees", Distribution::uniform(-21.5, 21.5)}}, .probability = 0.8}}}}};
  run.epochs = 100;
  run.seed = 18446744073709551615ULL;
  run.report_epochs = {10, 50, 100};
  run.checkpoint = "/tmp/a \"quoted\" name\n.state";
  run.fold = 3;
  run.pictures = true;
  return run;
}

OpenRequest some_open() {
  OpenRequest open;
  open.data.train = "pictures/\xC3\xA9t\xC3\xA9";
  open.data.validation_fraction = 0.1;
  open.child.model = "wrn-16-2";
  open.child.learning_rate = 0.1;
  open.child.device = "cuda:1";
  return open;
}

TEST(Protocol, EveryMessageToAWorkerSurvivesTheLine) {
  for (const ToWorker& message : {ToWorker(some_open()), ToWorker(some_run()), ToWorker(Verdict{4, false}),
                                  ToWorker(Verdict{4, true}), ToWorker(StopRun{4}), ToWorker(Quit{})}) {
    const std::string line = line_of(message);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_EQ(to_worker(line, "test"), message) << line;
  }
}

TEST(Protocol, EveryMessageFromAWorkerSurvivesTheLine) {
  const Ready ready{.train_images = 1000,
                    .evaluation_images = 5000,
                    .class_names = {"cat", "d\"og"},
                    .data_digest = "0123456789abcdef",
                    .parameters = 35962,
                    .precision = "bf16",
                    .skipped = 2,
                    .skipped_reasons = {"a.png: cut short"}};
  const Report report{.trial = 7,
                      .epoch = 100,
                      .accuracy = 0.1 + 0.2,
                      .loss = 1.0 / 3.0,
                      .train_accuracy = 1.0,
                      .waiting = 0.0,
                      .images_per_second = 2513.25};
  for (const FromWorker& message :
       {FromWorker(ready), FromWorker(EpochEnded{7, 3, 0.25}), FromWorker(report),
        FromWorker(Done{7, 100, true, 0.5, 20.125}),
        FromWorker(Done{7, 100, false, 0.6, 20.125, {true, false, true, true, false}}),
        FromWorker(Failed{-1, "no such file"}), FromWorker(Failed{3, "training diverged"})}) {
    const std::string line = line_of(message);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_EQ(from_worker(line, "test"), message) << line;
  }
}

TEST(Protocol, LinesOfEarlierVersionsNameNeitherFoldNorPictures) {
  Json line = parse_json(line_of(ToWorker(some_run())), "test");
  line.erase("fold");
  line.erase("pictures");
  const auto run = std::get<RunRequest>(to_worker(line.dump(), "test"));
  EXPECT_EQ(run.fold, 0);
  EXPECT_FALSE(run.pictures);
  const FromWorker done = Done{7, 100, true, 0.5, 20.125};
  EXPECT_THAT(line_of(done), Not(HasSubstr("right")));
}

TEST(Protocol, OnlyALineOrTheComparisonOpensTheTestPart) {
  EXPECT_FALSE(some_open().opens_test());
  Json line = parse_json(line_of(ToWorker(some_open())), "test");
  line["test"] = true;
  const auto open = std::get<OpenRequest>(to_worker(line.dump(), "test"));
  EXPECT_TRUE(open.opens_test());
  EXPECT_NE(open, some_open());
  EXPECT_EQ(std::get<OpenRequest>(to_worker(line_of(ToWorker(open)), "test")), open);
  // No aggregate: {.test_ = true} and {data, child, true} do not compile.
  static_assert(!std::is_aggregate_v<OpenRequest>);
}

TEST(Protocol, PathsAndReasonsThatAreNotUtf8Survive) {
  OpenRequest open = some_open();
  open.data.train = "photos/\xE9t\xE9";
  EXPECT_EQ(to_worker(line_of(ToWorker(open)), "test"), ToWorker(open));
  const FromWorker failed = Failed{1, "file \xFF.png"};
  EXPECT_EQ(from_worker(line_of(failed), "test"), failed);
}

struct Change {
  ToWorker message;
  std::string member;  // set to the value; "" leaves the message as it is
  Json value;
  std::string says;
};

class BadLine : public ::testing::TestWithParam<Change> {};

TEST_P(BadLine, IsAnErrorThatNamesTheMember) {
  const Change& change = GetParam();
  Json line = parse_json(line_of(change.message), "test");
  line[Json::json_pointer(change.member)] = change.value;
  EXPECT_THAT(error_text([&] { to_worker(line.dump(), "worker 2"); }),
              AllOf(HasSubstr("worker 2"), HasSubstr(change.says)))
      << line.dump();
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadLine,
    ::testing::Values(
        Change{some_run(), "/message", "rum", "did you mean 'run'"},
        Change{some_run(), "/message", 3, "$.message"}, Change{some_run(), "/trial", -1, "$.trial"},
        Change{some_run(), "/epochs", 0, "$.epochs"}, Change{some_run(), "/epochs", 1.5, "$.epochs"},
        Change{some_run(), "/seed", -1, "$.seed"},
        Change{some_run(), "/report_epochs", {10, 10}, "$.report_epochs[1]"},
        Change{some_run(), "/report_epochs", {101}, "$.report_epochs[0]"},
        Change{some_run(), "/checkpoint", nullptr, "$.checkpoint"},
        Change{some_run(), "/extra", 1, "unknown member"}, Change{some_run(), "/policy", 1, "$.policy"},
        Change{some_open(), "/child/precision", "bf8", "$.child.precision"},
        Change{some_open(), "/child/batch_size", 1, "$.child.batch_size"},
        Change{some_open(), "/child/learning_rate", "fast", "$.child.learning_rate"},
        Change{some_open(), "/child/label_smoothing", 1.5, "$.child.label_smoothing"},
        Change{some_open(), "/child/ema", 1.0, "$.child.ema"},
        Change{some_open(), "/child/device", "cuda:", "$.child.device"},
        Change{some_open(), "/child/device", "tpu", "$.child.device"},
        Change{some_open(), "/child/fuse", 1, "$.child.fuse"},
        Change{some_open(), "/child/momentun", 0.9, "did you mean 'momentum'"},
        Change{some_open(), "/test", "yes", "$.test"}, Change{Verdict{}, "/go_on", 1, "$.go_on"}));

TEST(Protocol, LinesThatAreNoMessageAreErrors) {
  for (const char* line : {"", "{", "[]", "{}", "null", "\"run\"", "{\"message\":\"run\"}",
                           "{\"message\":\"quit\",\"message\":\"quit\"}", "{\"message\":\"ready\"}"}) {
    EXPECT_THAT(error_text([&] { to_worker(line, "worker 2"); }), HasSubstr("worker 2")) << line;
  }
  for (const char* line :
       {"", "{\"message\":\"open\"}", "{\"message\":\"failed\",\"trial\":-2,\"reason\":\"\"}",
        "{\"message\":\"done\",\"trial\":1,\"epochs\":1,\"stopped\":false,\"accuracy\":1.01,"
        "\"seconds\":1}"}) {
    EXPECT_THAT(error_text([&] { from_worker(line, "worker 2"); }), HasSubstr("worker 2")) << line;
  }
}

}  // namespace
}  // namespace variegate
