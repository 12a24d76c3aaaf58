// What a worker says, as JSON. Logs and checkpoints hold such messages, so the names of earlier versions are
// still read: train_images, evaluation_images, images_per_second, accuracy, and width, height and channels.
#include <cstddef>

#include "variegate/trial/float_text.h"
#include "variegate/trial/message_json.h"
#include "variegate/trial/picture_bits.h"

namespace variegate {
namespace {

constexpr double kAny = std::numeric_limits<double>::max();

std::vector<std::string> strings(const JsonReader& json) {
  std::vector<std::string> values;
  for (const JsonReader& item : json.array()) values.push_back(item.string());
  return values;
}

std::size_t count(const JsonReader& json) { return static_cast<std::size_t>(json.integer(0, kMostTrials)); }

JsonReader renamed(JsonReader& json, const char* name, const char* earlier) {
  return json.has(earlier) && !json.has(name) ? json.member(earlier) : json.member(name);
}

// Protocol 2 had the shape of the pictures as three members, and 1 nothing at first.
std::vector<FieldSpec> fields_of(JsonReader& json) {
  if (const auto fields = json.optional_member("fields")) return field_specs_from_json(*fields);
  const auto side = [&](const char* name) {
    const auto member = json.optional_member(name);
    return member ? member->small_integer(0, 65536) : 0;
  };
  const ImageShape shape{.width = side("width"), .height = side("height"), .channels = side("channels")};
  if (shape.width == 0) return {};
  return {{.name = "image", .shape = shape}};
}

Json json_of(const Scored& scored) {
  Json json = Json::object();
  json["loss"] = scored.loss;
  json["accuracy"] = scored.accuracy;
  json["samples"] = scored.samples;
  return json;
}

Scored scored_from_json(JsonReader json) {
  Scored scored{.loss = json.member("loss").number(-kAny, kAny),
                .accuracy = json.member("accuracy").number(0.0, 1.0),
                .samples = count(json.member("samples"))};
  json.finish();
  return scored;
}

Json json_of(const Features& features) {
  Json json = Json::object();
  json["size"] = features.size;
  json["float32"] = float_text(features.values);
  return json;
}

Features features_from_json(JsonReader json) {
  Features features;
  const JsonReader size = json.member("size");
  features.size = static_cast<std::size_t>(size.integer(1, kMostTrials));
  features.values = floats_from_text(json.member("float32"));
  json.finish();
  if (features.values.size() % features.size != 0)
    size.fail("not the size of every sample", "a divisor of " + std::to_string(features.values.size()));
  return features;
}

}  // namespace

Json json_of(const Ready& ready) {
  Json json = message_named("ready");
  json["protocol"] = ready.protocol;
  json["version"] = ready.version;
  json["train_samples"] = ready.train_samples;
  json["evaluation_samples"] = ready.evaluation_samples;
  json["fields"] = to_json(ready.fields);
  json["class_names"] = ready.class_names;
  json["data_digest"] = ready.data_digest;
  json["parameters"] = ready.parameters;
  json["precision"] = ready.precision;
  json["metric"] = to_json(ready.metric);
  if (ready.validation_drawn) json["validation_drawn"] = true;
  json["skipped"] = ready.skipped;
  json["skipped_reasons"] = ready.skipped_reasons;
  json["notices"] = ready.notices;
  return json;
}

Json json_of(const Report& report) {
  Json json = message_named("report");
  json["trial"] = report.trial;
  json["epoch"] = report.epoch;
  json["value"] = report.value;
  json["loss"] = report.loss;
  json["train_accuracy"] = report.train_accuracy;
  json["waiting"] = report.waiting;
  json["samples_per_second"] = report.samples_per_second;
  return json;
}

Json json_of(const Done& done) {
  Json json = message_named("done");
  json["trial"] = done.trial;
  json["epochs"] = done.epochs;
  json["stopped"] = done.stopped;
  json["value"] = done.value;
  json["seconds"] = done.seconds;
  if (!done.right.empty()) json["right"] = bits_to_json(done.right);
  if (done.scored) json["scored"] = json_of(*done.scored);
  if (done.features) json["features"] = json_of(*done.features);
  return json;
}

Ready ready_from_json(JsonReader& json) {
  Ready ready;
  ready.protocol = protocol_of(json);
  if (const auto version = json.optional_member("version")) ready.version = version->string();
  if (ready.protocol > kProtocol) return ready;
  ready.train_samples = count(renamed(json, "train_samples", "train_images"));
  ready.evaluation_samples = count(renamed(json, "evaluation_samples", "evaluation_images"));
  ready.fields = fields_of(json);
  ready.class_names = strings(json.member("class_names"));
  ready.data_digest = json.member("data_digest").string();
  ready.parameters = json.member("parameters").integer(0, kMostTrials);
  ready.precision = json.member("precision").one_of({"fp32", "bf16"});
  if (const auto metric = json.optional_member("metric")) ready.metric = metric_from_json(*metric);
  // Logs of earlier versions have none.
  if (const auto drawn = json.optional_member("validation_drawn")) ready.validation_drawn = drawn->boolean();
  ready.skipped = count(json.member("skipped"));
  ready.skipped_reasons = strings(json.member("skipped_reasons"));
  if (const auto notices = json.optional_member("notices"))  // logs of earlier versions have none
    ready.notices = strings(*notices);
  return ready;
}

Report report_from_json(JsonReader& json) {
  return {.trial = trial_of(json),
          .epoch = json.member("epoch").small_integer(1, kMostEpochs),
          .value = renamed(json, "value", "accuracy").number(-kAny, kAny),
          .loss = json.member("loss").number(-kAny, kAny),
          .train_accuracy = json.member("train_accuracy").number(0.0, 1.0),
          .waiting = json.member("waiting").number(0.0, 1.0),
          .samples_per_second = renamed(json, "samples_per_second", "images_per_second").number(0.0, kAny)};
}

Done done_from_json(JsonReader& json) {
  Done done{.trial = trial_of(json),
            .epochs = json.member("epochs").small_integer(0, kMostEpochs),
            .stopped = json.member("stopped").boolean(),
            .value = renamed(json, "value", "accuracy").number(-kAny, kAny),
            .seconds = json.member("seconds").number(0.0, kAny)};
  if (const auto right = json.optional_member("right")) done.right = bits_from_json(*right);
  if (const auto scored = json.optional_member("scored")) done.scored = scored_from_json(*scored);
  if (const auto features = json.optional_member("features")) done.features = features_from_json(*features);
  return done;
}

}  // namespace variegate
