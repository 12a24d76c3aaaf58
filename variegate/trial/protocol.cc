#include "variegate/trial/protocol.h"

#include <limits>

#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/trial/message_json.h"

namespace variegate {
namespace {

Json json_of(const Verdict& verdict) {
  Json json = message_named("verdict");
  json["trial"] = verdict.trial;
  json["go_on"] = verdict.go_on;
  return json;
}

Json json_of(const StopRun& stop) {
  Json json = message_named("stop");
  json["trial"] = stop.trial;
  return json;
}

Json json_of(const Quit&) { return message_named("quit"); }

Json json_of(const EpochEnded& ended) {
  Json json = message_named("epoch");
  json["trial"] = ended.trial;
  json["epoch"] = ended.epoch;
  json["seconds"] = ended.seconds;
  return json;
}

Json json_of(const Failed& failed) {
  Json json = message_named("failed");
  json["trial"] = failed.trial;
  json["reason"] = failed.reason;
  return json;
}

Verdict verdict_from_json(JsonReader& json) {
  return {.trial = trial_of(json), .go_on = json.member("go_on").boolean()};
}

EpochEnded epoch_from_json(JsonReader& json) {
  return {.trial = trial_of(json),
          .epoch = json.member("epoch").small_integer(1, kMostEpochs),
          .seconds = json.member("seconds").number(0.0, std::numeric_limits<double>::max())};
}

Failed failed_from_json(JsonReader& json) {
  return {.trial = json.member("trial").integer(-1, kMostTrials), .reason = json.member("reason").string()};
}

}  // namespace

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
  if (name == "ready") {
    const Ready ready = ready_from_json(json);
    if (ready.protocol > kProtocol) return ready;
    message = ready;
  }
  if (name == "epoch") message = epoch_from_json(json);
  if (name == "report") message = report_from_json(json);
  if (name == "done") message = done_from_json(json);
  if (name == "failed") message = failed_from_json(json);
  json.finish();
  return message;
}

}  // namespace variegate
