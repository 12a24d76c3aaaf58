#include "variegate/trial/protocol.h"

#include <cstddef>
#include <limits>

#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/policy/policy_json.h"
#include "variegate/trial/picture_bits.h"

namespace variegate {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr int kMostEpochs = 1'000'000;
constexpr int kMostFolds = 1'000'000;

// Each message names itself in its first member, "message".
Json message(const char* name) {
  Json json = Json::object();
  json["message"] = name;
  return json;
}

std::vector<std::string> strings(const JsonReader& json) {
  std::vector<std::string> values;
  for (const JsonReader& item : json.array()) values.push_back(item.string());
  return values;
}

std::size_t count(const JsonReader& json) { return static_cast<std::size_t>(json.integer(0, kMost)); }

Json json_of(const OpenRequest& open) {
  Json json = message("open");
  json["data"] = to_json(open.data);
  json["child"] = to_json(open.child);
  json["prepared"] = open.prepared;
  json["test"] = open.opens_test();
  return json;
}

Json json_of(const RunRequest& run) {
  Json json = message("run");
  json["trial"] = run.trial;
  json["policy"] = to_json(run.policy);
  json["epochs"] = run.epochs;
  json["start"] = run.start;
  json["schedule_epochs"] = run.schedule_epochs;
  json["seed"] = run.seed;
  json["report_epochs"] = run.report_epochs;
  json["checkpoint"] = run.checkpoint;
  if (run.fold != 0) json["fold"] = run.fold;
  if (run.pictures) json["pictures"] = true;
  return json;
}

Json json_of(const Verdict& verdict) {
  Json json = message("verdict");
  json["trial"] = verdict.trial;
  json["go_on"] = verdict.go_on;
  return json;
}

Json json_of(const StopRun& stop) {
  Json json = message("stop");
  json["trial"] = stop.trial;
  return json;
}

Json json_of(const Quit&) { return message("quit"); }

Json json_of(const Ready& ready) {
  Json json = message("ready");
  json["train_images"] = ready.train_images;
  json["evaluation_images"] = ready.evaluation_images;
  json["width"] = ready.width;
  json["height"] = ready.height;
  json["channels"] = ready.channels;
  json["class_names"] = ready.class_names;
  json["data_digest"] = ready.data_digest;
  json["parameters"] = ready.parameters;
  json["precision"] = ready.precision;
  if (ready.validation_drawn) json["validation_drawn"] = true;
  json["skipped"] = ready.skipped;
  json["skipped_reasons"] = ready.skipped_reasons;
  json["notices"] = ready.notices;
  return json;
}

Json json_of(const EpochEnded& ended) {
  Json json = message("epoch");
  json["trial"] = ended.trial;
  json["epoch"] = ended.epoch;
  json["seconds"] = ended.seconds;
  return json;
}

Json json_of(const Report& report) {
  Json json = message("report");
  json["trial"] = report.trial;
  json["epoch"] = report.epoch;
  json["accuracy"] = report.accuracy;
  json["loss"] = report.loss;
  json["train_accuracy"] = report.train_accuracy;
  json["waiting"] = report.waiting;
  json["images_per_second"] = report.images_per_second;
  return json;
}

Json json_of(const Done& done) {
  Json json = message("done");
  json["trial"] = done.trial;
  json["epochs"] = done.epochs;
  json["stopped"] = done.stopped;
  json["accuracy"] = done.accuracy;
  json["seconds"] = done.seconds;
  if (!done.right.empty()) json["right"] = bits_to_json(done.right);
  return json;
}

Json json_of(const Failed& failed) {
  Json json = message("failed");
  json["trial"] = failed.trial;
  json["reason"] = failed.reason;
  return json;
}

std::int64_t trial_of(JsonReader& json) { return json.member("trial").integer(0, kMost); }

RunRequest run_from_json(JsonReader& json) {
  RunRequest run;
  run.trial = trial_of(json);
  run.policy = policy_from_json(json.member("policy"));
  run.epochs = json.member("epochs").small_integer(1, kMostEpochs);
  run.start = json.member("start").string();
  run.schedule_epochs = json.member("schedule_epochs").small_integer(0, kMostEpochs);
  run.seed = json.member("seed").unsigned_integer();
  int before = 0;
  for (const JsonReader& item : json.member("report_epochs").array()) {
    const int epoch = item.small_integer(1, run.epochs);
    if (epoch <= before) item.fail("report epochs must increase", "more than " + std::to_string(before));
    run.report_epochs.push_back(epoch);
    before = epoch;
  }
  run.checkpoint = json.member("checkpoint").string();
  if (const auto fold = json.optional_member("fold")) run.fold = fold->small_integer(0, kMostFolds);
  if (const auto pictures = json.optional_member("pictures")) run.pictures = pictures->boolean();
  return run;
}

Verdict verdict_from_json(JsonReader& json) {
  return {.trial = trial_of(json), .go_on = json.member("go_on").boolean()};
}

Ready ready_from_json(JsonReader& json) {
  Ready ready;
  ready.train_images = count(json.member("train_images"));
  ready.evaluation_images = count(json.member("evaluation_images"));
  const auto side = [&](const char* name) {
    const auto member = json.optional_member(name);
    return member ? member->small_integer(0, 65536) : 0;
  };
  ready.width = side("width");
  ready.height = side("height");
  ready.channels = side("channels");
  ready.class_names = strings(json.member("class_names"));
  ready.data_digest = json.member("data_digest").string();
  ready.parameters = json.member("parameters").integer(0, kMost);
  ready.precision = json.member("precision").one_of({"fp32", "bf16"});
  // Logs of earlier versions have none.
  if (const auto drawn = json.optional_member("validation_drawn")) ready.validation_drawn = drawn->boolean();
  ready.skipped = count(json.member("skipped"));
  ready.skipped_reasons = strings(json.member("skipped_reasons"));
  if (const auto notices = json.optional_member("notices"))  // logs of earlier versions have none
    ready.notices = strings(*notices);
  return ready;
}

EpochEnded epoch_from_json(JsonReader& json) {
  return {.trial = trial_of(json),
          .epoch = json.member("epoch").small_integer(1, kMostEpochs),
          .seconds = json.member("seconds").number(0.0, std::numeric_limits<double>::max())};
}

Report report_from_json(JsonReader& json) {
  constexpr double kAny = std::numeric_limits<double>::max();
  return {.trial = trial_of(json),
          .epoch = json.member("epoch").small_integer(1, kMostEpochs),
          .accuracy = json.member("accuracy").number(0.0, 1.0),
          .loss = json.member("loss").number(-kAny, kAny),
          .train_accuracy = json.member("train_accuracy").number(0.0, 1.0),
          .waiting = json.member("waiting").number(0.0, 1.0),
          .images_per_second = json.member("images_per_second").number(0.0, kAny)};
}

Done done_from_json(JsonReader& json) {
  Done done{.trial = trial_of(json),
            .epochs = json.member("epochs").small_integer(0, kMostEpochs),
            .stopped = json.member("stopped").boolean(),
            .accuracy = json.member("accuracy").number(0.0, 1.0),
            .seconds = json.member("seconds").number(0.0, std::numeric_limits<double>::max())};
  if (const auto right = json.optional_member("right")) done.right = bits_from_json(*right);
  return done;
}

Failed failed_from_json(JsonReader& json) {
  return {.trial = json.member("trial").integer(-1, kMost), .reason = json.member("reason").string()};
}

}  // namespace

OpenRequest open_request_from_json(JsonReader& json) {
  OpenRequest open;
  open.data = data_spec_from_json(json.member("data"));
  open.child = child_spec_from_json(json.member("child"));
  open.prepared = json.member("prepared").string();
  open.test_ = json.member("test").boolean();
  return open;
}

std::string line_of(const ToWorker& message) {
  return json_line(std::visit([](const auto& value) { return json_of(value); }, message));
}

std::string line_of(const FromWorker& message) {
  return json_line(std::visit([](const auto& value) { return json_of(value); }, message));
}

ToWorker to_worker(std::string_view line, const std::string& source) {
  const Json document = parse_json(line, source);
  JsonReader json(document, source);
  const std::string name = json.member("message").one_of({"open", "run", "verdict", "stop", "quit"});
  ToWorker message = Quit{};
  if (name == "open") message = open_request_from_json(json);
  if (name == "run") message = run_from_json(json);
  if (name == "verdict") message = verdict_from_json(json);
  if (name == "stop") message = StopRun{trial_of(json)};
  json.finish();
  return message;
}

FromWorker from_worker(std::string_view line, const std::string& source) {
  const Json document = parse_json(line, source);
  JsonReader json(document, source);
  const std::string name = json.member("message").one_of({"ready", "epoch", "report", "done", "failed"});
  FromWorker message;
  if (name == "ready") message = ready_from_json(json);
  if (name == "epoch") message = epoch_from_json(json);
  if (name == "report") message = report_from_json(json);
  if (name == "done") message = done_from_json(json);
  if (name == "failed") message = failed_from_json(json);
  json.finish();
  return message;
}

}  // namespace variegate
