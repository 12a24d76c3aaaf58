// What a coordinator asks, as JSON.
#include "variegate/core/error.h"
#include "variegate/policy/policy_json.h"
#include "variegate/trial/message_json.h"

namespace variegate {
namespace {

constexpr int kMostFolds = 1'000'000;

Json json_of(const Train& train) {
  Json json = Json::object();
  json["policy"] = to_json(train.policy);
  if (!train.child.empty()) json["child"] = train.child;
  json["epochs"] = train.epochs;
  json["start"] = train.start;
  json["schedule_epochs"] = train.schedule_epochs;
  json["report_epochs"] = train.report_epochs;
  if (train.pictures) json["pictures"] = true;
  return json;
}

Json json_of(const Score& score) {
  Json json = Json::object();
  json["policy"] = to_json(score.policy);
  if (!score.child.empty()) json["child"] = score.child;
  json["frozen"] = score.frozen;
  return json;
}

Json json_of(const SuperTrain& search) {
  Json json = Json::object();
  json["method"] = search.method;
  json["space"] = to_json(search.space);
  json["settings"] = search.settings;
  json["epochs"] = search.epochs;
  return json;
}

Json json_of(const Embed& embed) {
  Json json = Json::object();
  if (!embed.child.empty()) json["child"] = embed.child;
  json["frozen"] = embed.frozen;
  return json;
}

// The member that holds a work, by which it is known.
const char* name_of(const Train&) { return "train"; }
const char* name_of(const Score&) { return "score"; }
const char* name_of(const SuperTrain&) { return "super_train"; }
const char* name_of(const Embed&) { return "embed"; }

std::string child_from_json(JsonReader& json) {
  const auto child = json.optional_member("child");
  return child ? child->string() : "";
}

Train train_from_json(JsonReader json) {
  Train train;
  train.policy = policy_from_json(json.member("policy"));
  train.child = child_from_json(json);
  train.epochs = json.member("epochs").small_integer(1, kMostEpochs);
  train.start = json.member("start").string();
  train.schedule_epochs = json.member("schedule_epochs").small_integer(0, kMostEpochs);
  int before = 0;
  for (const JsonReader& item : json.member("report_epochs").array()) {
    const int epoch = item.small_integer(1, train.epochs);
    if (epoch <= before) item.fail("report epochs must increase", "more than " + std::to_string(before));
    train.report_epochs.push_back(epoch);
    before = epoch;
  }
  if (const auto pictures = json.optional_member("pictures")) train.pictures = pictures->boolean();
  json.finish();
  return train;
}

Score score_from_json(JsonReader json) {
  Score score;
  score.policy = policy_from_json(json.member("policy"));
  score.child = child_from_json(json);
  const JsonReader frozen = json.member("frozen");
  score.frozen = frozen.string();
  if (score.frozen.empty()) frozen.fail("no checkpoint of a trained child", "a file");
  json.finish();
  return score;
}

SuperTrain super_train_from_json(JsonReader json) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  SuperTrain search;
  search.method = json.member("method").string();
  search.space = space_from_json(json.member("space"));
  JsonReader settings = json.member("settings");
  for (const std::string& name : settings.names())
    search.settings[name] = settings.member(name).number(-kLargest, kLargest);
  search.epochs = json.member("epochs").small_integer(1, kMostEpochs);
  json.finish();
  return search;
}

Embed embed_from_json(JsonReader json) {
  Embed embed;
  embed.child = child_from_json(json);
  embed.frozen = json.member("frozen").string();
  json.finish();
  return embed;
}

void require_this_protocol(int protocol) {
  if (protocol == kProtocol) return;
  throw Error({.where = "worker",
               .what = "the coordinator speaks another protocol",
               .got = std::to_string(protocol),
               .expected = std::to_string(kProtocol),
               .mend = "use variegate and variegate-worker of one version"});
}

}  // namespace

Json json_of(const OpenRequest& open) {
  Json json = message_named("open");
  json["protocol"] = kProtocol;
  json["data"] = to_json(open.data);
  json["child"] = to_json(open.child);
  json["metric"] = open.metric;
  json["prepared"] = open.prepared;
  json["test"] = open.opens_test();
  return json;
}

Json json_of(const RunRequest& run) {
  Json json = message_named("run");
  json["trial"] = run.trial;
  json["seed"] = run.seed;
  json["checkpoint"] = run.checkpoint;
  if (run.fold != 0) json["fold"] = run.fold;
  std::visit([&](const auto& work) { json[name_of(work)] = json_of(work); }, run.work);
  return json;
}

OpenRequest open_request_from_json(JsonReader& json) {
  require_this_protocol(protocol_of(json));
  OpenRequest open;
  open.data = data_spec_from_json(json.member("data"));
  open.child = child_spec_from_json(json.member("child"));
  open.metric = json.member("metric").string();
  open.prepared = json.member("prepared").string();
  open.test_ = json.member("test").boolean();
  return open;
}

RunRequest run_from_json(JsonReader& json) {
  RunRequest run;
  run.trial = trial_of(json);
  run.seed = json.member("seed").unsigned_integer();
  run.checkpoint = json.member("checkpoint").string();
  if (const auto fold = json.optional_member("fold")) run.fold = fold->small_integer(0, kMostFolds);
  int works = 0;
  const auto read = [&](const char* name, const auto& from_json) {
    const auto work = json.optional_member(name);
    if (!work) return;
    run.work = from_json(*work);
    ++works;
  };
  read("train", train_from_json);
  read("score", score_from_json);
  read("super_train", super_train_from_json);
  read("embed", embed_from_json);
  if (works != 1) json.fail("a run does one work", "one of train, score, super_train and embed");
  return run;
}

}  // namespace variegate
