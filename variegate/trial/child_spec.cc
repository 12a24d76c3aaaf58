#include "variegate/trial/child_spec.h"

#include "variegate/core/json.h"

namespace variegate {
namespace {

std::string device_name(const JsonReader& json) {
  const std::string name = json.string();
  if (!is_device(name)) json.fail("unknown device", "cpu, cuda or cuda:N");
  return name;
}

}  // namespace

bool is_device(std::string_view name) {
  const bool numbered = name.starts_with("cuda:") && name.size() > 5 && name.size() <= 8 &&
                        name.find_first_not_of("0123456789", 5) == std::string_view::npos;
  return name == "cpu" || name == "cuda" || numbered;
}

Json to_json(const ChildSpec& spec) {
  Json json = Json::object();
  json["model"] = spec.model;
  json["batch_size"] = spec.batch_size;
  json["learning_rate"] = spec.learning_rate;
  json["momentum"] = spec.momentum;
  json["weight_decay"] = spec.weight_decay;
  json["label_smoothing"] = spec.label_smoothing;
  json["ema"] = spec.ema;
  json["precision"] = spec.precision;
  json["device"] = spec.device;
  json["fuse"] = spec.fuse;
  return json;
}

ChildSpec child_spec_from_json(JsonReader json) {
  ChildSpec spec;
  spec.model = json.member("model").string();
  spec.batch_size = json.member("batch_size").small_integer(2, 65536);
  spec.learning_rate = json.member("learning_rate").number(0.0, 1000.0);
  spec.momentum = json.member("momentum").number(0.0, 0.9999);
  spec.weight_decay = json.member("weight_decay").number(0.0, 1.0);
  spec.label_smoothing = json.member("label_smoothing").number(0.0, 1.0);
  spec.ema = json.member("ema").number(0.0, 0.999999);
  spec.precision = json.member("precision").one_of({"auto", "fp32", "bf16"});
  spec.device = device_name(json.member("device"));
  spec.fuse = json.member("fuse").boolean();
  json.finish();
  return spec;
}

}  // namespace variegate
