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
  run.train().policy.name = "mine";
  run.train().policy.root = {Sequence{{Node{Call{
      .op = "rotate", .arguments = {{"degrees", Distribution::uniform(-21.5, 21.5)}}, .probability = 0.8}}}}};
  run.train().child = "wrn-10-1";
  run.train().epochs = 100;
  run.train().report_epochs = {10, 50, 100};
  run.train().pictures = true;
  run.seed = 18446744073709551615ULL;
  run.checkpoint = "/tmp/a \"quoted\" name\n.state";
  run.fold = 3;
  return run;
}

// One of each of the other works.
std::vector<ToWorker> other_runs() {
  RunRequest score{.trial = 8, .seed = 3, .fold = 1};
  score.work = Score{.policy = some_run().train().policy, .child = "small-conv:4", .frozen = "a.state"};
  RunRequest search{.trial = 9, .seed = 4};
  search.work = SuperTrain{.method = "darts",
                           .space = {.kind = UniformSpace{}, .base = {}},
                           .settings = {{"rate", 0.5}},
                           .epochs = 20};
  RunRequest embed{.trial = 10, .seed = 5};
  embed.work = Embed{.child = "", .frozen = "a.state"};
  return {score, search, embed};
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
  OpenRequest by_loss = some_open();
  by_loss.metric = "loss";
  std::vector<ToWorker> messages = {some_open(),      by_loss,    some_run(), Verdict{4, false},
                                    Verdict{4, true}, StopRun{4}, Quit{}};
  for (const ToWorker& run : other_runs()) messages.push_back(run);
  for (const ToWorker& message : messages) {
    const std::string line = line_of(message);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_EQ(to_worker(line, "test"), message) << line;
  }
}

TEST(Protocol, EveryMessageFromAWorkerSurvivesTheLine) {
  const Ready ready{.train_samples = 1000,
                    .evaluation_samples = 5000,
                    .fields = {{"image", ImageShape{32, 24, 1}},
                               {"sound", AudioShape{16000, 2, 48000}},
                               {"words", TextShape{64, 257}}},
                    .class_names = {"cat", "d\"og"},
                    .data_digest = "0123456789abcdef",
                    .parameters = 35962,
                    .precision = "bf16",
                    .skipped = 2,
                    .skipped_reasons = {"a.png: cut short"},
                    .metric = {.name = "f1", .larger_is_better = true, .share = false},
                    .version = "0.1.0"};
  const Report report{.trial = 7,
                      .epoch = 100,
                      .value = 0.1 + 0.2,
                      .loss = 1.0 / 3.0,
                      .train_accuracy = 1.0,
                      .waiting = 0.0,
                      .samples_per_second = 2513.25};
  Done scored{.trial = 8, .value = 0.5, .seconds = 0.25};
  scored.scored = Scored{.loss = 1.0 / 3.0, .accuracy = 0.5, .samples = 20};
  Done embedded{.trial = 9, .seconds = 0.25};
  embedded.features = Features{.size = 2, .values = {1.0F / 3.0F, -0.0F, 1e-38F, 3.4e38F, 0.0F, -7.0F}};
  for (const FromWorker& message :
       {FromWorker(ready), FromWorker(EpochEnded{7, 3, 0.25}), FromWorker(report),
        FromWorker(Done{7, 100, true, 0.5, 20.125}),
        FromWorker(Done{7, 100, false, 0.6, 20.125, {true, false, true, true, false}}),
        FromWorker(Done{7, 100, false, -12.5, 20.125}), FromWorker(scored), FromWorker(embedded),
        FromWorker(Failed{-1, "no such file"}), FromWorker(Failed{3, "training diverged"})}) {
    const std::string line = line_of(message);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_EQ(from_worker(line, "test"), message) << line;
  }
}

TEST(Protocol, WhatLogsOfEarlierVersionsHoldIsStillRead) {
  const auto ready = std::get<Ready>(from_worker(
      R"({"message":"ready","train_images":1000,"evaluation_images":200,"class_names":["a","b"],)"
      R"("data_digest":"0123456789abcdef","parameters":5,"precision":"fp32","skipped":0,"skipped_reasons":[]})",
      "log"));
  EXPECT_EQ(ready.train_samples, 1000U);
  EXPECT_EQ(ready.evaluation_samples, 200U);
  EXPECT_EQ(ready.metric, Metric{});
  EXPECT_EQ(ready.protocol, 1);
  EXPECT_TRUE(ready.fields.empty()) << "not kept then";
  const auto of_two = std::get<Ready>(from_worker(
      R"({"message":"ready","protocol":2,"version":"0.1.0","train_samples":4,"evaluation_samples":2,"width":32,)"
      R"("height":24,"channels":3,"class_names":["a","b"],"data_digest":"0123456789abcdef","parameters":5,)"
      R"("precision":"fp32","skipped":0,"skipped_reasons":[],"notices":[]})",
      "log"));
  EXPECT_EQ(of_two.fields, (std::vector<FieldSpec>{{"image", ImageShape{32, 24, 3}}}));
  const auto report = std::get<Report>(from_worker(
      R"({"message":"report","trial":3,"epoch":2,"accuracy":0.5,"loss":1.5,"train_accuracy":0.25,)"
      R"("waiting":0.125,"images_per_second":2000.0})",
      "log"));
  EXPECT_EQ(report.value, 0.5);
  EXPECT_EQ(report.samples_per_second, 2000.0);
  const auto done = std::get<Done>(from_worker(
      R"({"message":"done","trial":3,"epochs":2,"stopped":false,"accuracy":0.75,"seconds":1.5})", "log"));
  EXPECT_EQ(done.value, 0.75);
  EXPECT_THAT(line_of(FromWorker(done)), Not(HasSubstr("right")));
}

TEST(Protocol, FieldsThatAreNoneAreErrors) {
  const auto refusal = [](const std::string& fields) {
    return error_text([&] {
      from_worker(R"({"message":"ready","protocol":3,"train_samples":4,"evaluation_samples":2,"fields":)" +
                      fields +
                      R"(,"class_names":[],"data_digest":"","parameters":5,"precision":"fp32","skipped":0,)"
                      R"("skipped_reasons":[]})",
                  "worker 2");
    });
  };
  EXPECT_EQ(refusal("[]"), "");
  EXPECT_THAT(refusal(R"([{"name":"a","kind":"odour"}])"), HasSubstr("one of image, audio, text"));
  EXPECT_THAT(refusal(R"([{"name":"a","kind":"text","tokens":-1,"vocabulary":1}])"), HasSubstr("tokens"));
  EXPECT_THAT(refusal(R"([{"name":"a","kind":"text","tokens":1,"vocabulary":1,"rate":1}])"),
              HasSubstr("rate"));
  const std::string text = R"({"name":"a","kind":"text","tokens":1,"vocabulary":1})";
  EXPECT_THAT(refusal("[" + text + "," + text + "]"), HasSubstr("a field is named twice"));
}

TEST(Protocol, ACoordinatorOfAnotherProtocolIsToldSo) {
  Json line = parse_json(line_of(ToWorker(some_open())), "test");
  line["protocol"] = kProtocol + 1;
  line["what only that one knows"] = 1;
  EXPECT_THAT(error_text([&] { to_worker(line.dump(), "test"); }),
              AllOf(HasSubstr("another protocol"), HasSubstr("of one version")));
  line.erase("protocol");
  EXPECT_THAT(error_text([&] { to_worker(line.dump(), "test"); }), HasSubstr("another protocol; got 1"));
}

TEST(Protocol, OfAWorkerOfANewerProtocolOnlyThatIsRead) {
  const std::string line =
      R"({"message":"ready","protocol":999,"version":"9.0","what only that one knows":[]})";
  const auto ready = std::get<Ready>(from_worker(line, "test"));
  EXPECT_EQ(ready.protocol, 999);
  EXPECT_EQ(ready.version, "9.0");
}

TEST(Protocol, FeaturesThatAreNoneAreErrors) {
  const auto text = [](const char* size, const char* floats) {
    return error_text([&] {
      from_worker(
          std::string(R"({"message":"done","trial":1,"epochs":0,"stopped":false,"value":0,"seconds":1,)") +
              R"("features":{"size":)" + size + R"(,"float32":")" + floats + "\"}}",
          "worker 2");
    });
  };
  EXPECT_EQ(text("1", "AAAAAAAAgD8="), "");
  EXPECT_THAT(text("1", "AAAAAAAAgD8"), HasSubstr("not the base64 of whole floats"));
  EXPECT_THAT(text("1", "AAAAAAAAgA=="), HasSubstr("not the base64 of whole floats"));
  EXPECT_THAT(text("1", "AAAA AAAgD8="), HasSubstr("not a digit of base64"));
  EXPECT_THAT(text("1", "AAAAAAAAgH8="), HasSubstr("not finite"));
  EXPECT_THAT(text("3", "AAAAAAAAgD8="), HasSubstr("not the size of every sample"));
  EXPECT_THAT(text("0", "AAAAAAAAgD8="), HasSubstr("$.features.size"));
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
        Change{some_run(), "/train/epochs", 0, "$.train.epochs"},
        Change{some_run(), "/train/epochs", 1.5, "$.train.epochs"},
        Change{some_run(), "/train/epocs", 1, "did you mean 'epochs'"},
        Change{some_run(), "/seed", -1, "$.seed"},
        Change{some_run(), "/train/report_epochs", {10, 10}, "$.train.report_epochs[1]"},
        Change{some_run(), "/train/report_epochs", {101}, "$.train.report_epochs[0]"},
        Change{some_run(), "/checkpoint", nullptr, "$.checkpoint"},
        Change{some_run(), "/extra", 1, "unknown member"},
        Change{some_run(), "/train/policy", 1, "$.train.policy"},
        Change{some_run(), "/embed", {{"frozen", ""}}, "a run does one work"},
        Change{other_runs()[0], "/score/frozen", "", "no checkpoint of a trained child"},
        Change{other_runs()[1], "/super_train/space", 1, "$.super_train.space"},
        Change{other_runs()[1], "/super_train/settings/rate", "high", "$.super_train.settings.rate"},
        Change{other_runs()[2], "/embed/policy", 1, "unknown member"},
        Change{some_open(), "/metric", 1, "$.metric"},
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
        "{\"message\":\"done\",\"trial\":1,\"epochs\":1,\"stopped\":false,\"value\":null,"
        "\"seconds\":1}"}) {
    EXPECT_THAT(error_text([&] { from_worker(line, "worker 2"); }), HasSubstr("worker 2")) << line;
  }
}

}  // namespace
}  // namespace variegate
