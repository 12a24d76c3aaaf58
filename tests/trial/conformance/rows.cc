#include "tests/trial/conformance/rows.h"

#include <cmath>

namespace variegate::conformance {
namespace {

OpenRequest open_request(const std::string& data) {
  OpenRequest open;
  open.data.train = data;
  open.data.train_size = 40;
  open.data.validation_size = 20;
  open.child.model = "small-conv:4";
  open.child.batch_size = 16;
  return open;
}

RunRequest run_request(std::int64_t trial, int epochs, std::vector<int> report_epochs) {
  RunRequest run{.trial = trial, .seed = 9};
  run.work = Train{.epochs = epochs, .report_epochs = std::move(report_epochs)};
  return run;
}

Ready open(Conversation& worker, const std::string& data) {
  worker.say(open_request(data));
  return worker.next_is<Ready>("ready");
}

Failed fails(Conversation& worker, std::int64_t trial) {
  const auto failed = worker.next_is<Failed>("failed");
  require(failed.trial == trial, "failed names trial " + std::to_string(failed.trial));
  require(!failed.reason.empty(), "failed gives no reason");
  return failed;
}

// A run to its end, where every report is answered with "go on" except that of epoch `stop`.
Done run_to_end(Conversation& worker, const RunRequest& run, int stop = 0) {
  worker.say(run);
  for (const int epoch : run.train().report_epochs) {
    const auto report = worker.next_is<Report>("report");
    require(report.trial == run.trial, "a report of another trial");
    require(report.epoch == epoch,
            "a report of epoch " + std::to_string(report.epoch) + ", expected " + std::to_string(epoch));
    worker.say(Verdict{.trial = run.trial, .go_on = epoch != stop});
    if (epoch == stop) break;
  }
  const auto done = worker.next_is<Done>("done");
  require(done.trial == run.trial, "done of another trial");
  return done;
}

void opens(Conversation& worker, const std::string& data) {
  const Ready ready = open(worker, data);
  require(ready.protocol == kProtocol,
          "protocol " + std::to_string(ready.protocol) + " of " + std::to_string(kProtocol));
  require(!ready.version.empty(), "ready names no version");
  require(ready.train_samples >= 2 && ready.evaluation_samples >= 1, "ready counts no samples");
  require(!ready.fields.empty(), "ready names no field that the child takes");
  const ImageShape* picture = first_picture(ready.fields);
  require(picture == nullptr || (picture->width > 0 && picture->height > 0 && picture->channels > 0),
          "ready names a field of pictures without their shape");
  require(ready.class_names.size() >= 2, "ready names no classes");
  require(!ready.data_digest.empty(), "ready has no digest of the data");
  require(ready.metric == Metric{}, "ready judges by " + ready.metric.name + " where accuracy was asked for");
}

void opens_again_alike(Conversation& worker, const std::string& data) {
  const Ready first = open(worker, data);
  require(open(worker, data) == first, "the same data opened twice are told differently");
}

void runs_without_reports(Conversation& worker, const std::string& data) {
  open(worker, data);
  const Done done = run_to_end(worker, run_request(1, 2, {}));
  require(done.epochs == 2 && !done.stopped, "not the end of two epochs");
  require(done.value >= 0.0 && done.value <= 1.0, "an accuracy outside 0 .. 1");
  require(!done.scored && !done.features, "a training has the result of another work");
}

void reports_and_waits_for_verdicts(Conversation& worker, const std::string& data) {
  open(worker, data);
  const Done whole = run_to_end(worker, run_request(1, 4, {1, 2, 4}));
  require(whole.epochs == 4 && !whole.stopped, "a run that went on to its end is not done so");
  const Done given_up = run_to_end(worker, run_request(2, 4, {1, 2, 4}), 2);
  require(given_up.epochs == 2 && given_up.stopped, "a run that was given up at epoch 2 is not done so");
}

void same_request_same_value(Conversation& worker, const std::string& data) {
  open(worker, data);
  const Done first = run_to_end(worker, run_request(1, 3, {}));
  run_to_end(worker, run_request(2, 1, {}));
  require(run_to_end(worker, run_request(1, 3, {})).value == first.value, "another value the second time");
}

void stops_in_the_middle(Conversation& worker, const std::string& data) {
  open(worker, data);
  worker.say(run_request(3, 1'000'000, {}));
  worker.say(StopRun{.trial = 3});
  const auto done = worker.next_is<Done>("done");
  require(done.trial == 3 && done.stopped && done.epochs < 1'000'000, "a stopped run is not done so");
  run_to_end(worker, run_request(4, 1, {1}));
}

void a_late_stop_means_nothing(Conversation& worker, const std::string& data) {
  open(worker, data);
  worker.say(StopRun{.trial = 3});
  run_to_end(worker, run_request(4, 1, {1}));
}

void an_unknown_one_shot_method_fails(Conversation& worker, const std::string& data) {
  open(worker, data);
  RunRequest run{.trial = 5};
  run.work =
      SuperTrain{.method = "no such method", .space = {.kind = UniformSpace{}, .base = {}}, .epochs = 1};
  worker.say(run);
  fails(worker, 5);
  run_to_end(worker, run_request(6, 1, {}));
}

void embeds_alike(Conversation& worker, const std::string& data) {
  const Ready ready = open(worker, data);
  RunRequest run{.trial = 7, .seed = 3};
  run.work = Embed{};
  worker.say(run);
  const auto first = worker.next_is<Done>("done");
  require(first.features.has_value(), "no features");
  require(first.features->values.size() == first.features->size * ready.evaluation_samples,
          "not the features of every evaluation sample");
  worker.say(run);
  require(worker.next_is<Done>("done").features == first.features, "other features the second time");
}

void a_missing_frozen_child_fails(Conversation& worker, const std::string& data) {
  open(worker, data);
  RunRequest run{.trial = 8};
  run.work = Score{.frozen = data + "/no such checkpoint"};
  worker.say(run);
  const FromWorker answer = worker.next();  // a worker that keeps no files may score all the same
  require(std::holds_alternative<Failed>(answer) || std::holds_alternative<Done>(answer),
          "neither done nor failed");
}

void an_unknown_message_fails(Conversation& worker, const std::string& data) {
  worker.say_line(R"({"message":"dance"})");
  fails(worker, -1);
  open(worker, data);
}

void a_broken_line_fails(Conversation& worker, const std::string& data) {
  for (const char* line :
       {"nonsense", "", "{\"message\":\"run\"", "[]", "{\"message\":\"run\",\"trial\":1}"}) {
    worker.say_line(line);
    fails(worker, -1);
  }
  open(worker, data);
}

void another_protocol_is_refused(Conversation& worker, const std::string& data) {
  std::string line = line_of(ToWorker(open_request(data)));
  const std::string number = "\"protocol\":" + std::to_string(kProtocol);
  line.replace(line.find(number), number.size(), "\"protocol\":" + std::to_string(kProtocol + 1));
  worker.say_line(line);
  require(fails(worker, -1).reason.find("protocol") != std::string::npos,
          "another protocol is refused without its name");
  open(worker, data);
}

void data_that_are_not_there_fail(Conversation& worker, const std::string& data) {
  worker.say(open_request(data + "/nowhere"));
  fails(worker, -1);
  open(worker, data);
}

void an_unknown_metric_fails(Conversation& worker, const std::string& data) {
  OpenRequest request = open_request(data);
  request.metric = "no such metric";
  worker.say(request);
  fails(worker, -1);
  open(worker, data);
}

void a_run_before_the_data_fails(Conversation& worker, const std::string& data) {
  worker.say(run_request(2, 1, {}));
  fails(worker, 2);
  open(worker, data);
}

void a_verdict_nobody_waits_for_fails(Conversation& worker, const std::string& data) {
  worker.say(Verdict{.trial = 2, .go_on = true});
  fails(worker, -1);
  open(worker, data);
}

void quits(Conversation& worker, const std::string& data) {
  open(worker, data);
  worker.say(Quit{});
  const std::string how = worker.end();
  require(how.find("exited with code 0") != std::string::npos, how);
}

}  // namespace

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"opens", opens},
      {"opens again alike", opens_again_alike},
      {"runs without reports", runs_without_reports},
      {"reports and waits for verdicts", reports_and_waits_for_verdicts},
      {"same request, same value", same_request_same_value},
      {"stops in the middle", stops_in_the_middle},
      {"a late stop means nothing", a_late_stop_means_nothing},
      {"an unknown one-shot method fails", an_unknown_one_shot_method_fails},
      {"embeds alike", embeds_alike},
      {"a missing frozen child is answered", a_missing_frozen_child_fails},
      {"an unknown message fails", an_unknown_message_fails},
      {"a broken line fails", a_broken_line_fails},
      {"another protocol is refused", another_protocol_is_refused},
      {"data that are not there fail", data_that_are_not_there_fail},
      {"an unknown metric fails", an_unknown_metric_fails},
      {"a run before the data fails", a_run_before_the_data_fails},
      {"a verdict nobody waits for fails", a_verdict_nobody_waits_for_fails},
      {"quits", quits},
  };
  return all;
}

}  // namespace variegate::conformance
