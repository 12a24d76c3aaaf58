// docs/policy-format.md describes the format for people. Members that have their default are left out.
#include "variegate/policy/policy_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"
#include "variegate/policy/check.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

constexpr double kLargest = 1e300;  // any number; check() knows the bounds

// --- writing

Json range_json(double low, double high) { return Json::array({json_number(low), json_number(high)}); }

Json distribution_json(const Distribution& value, const Parameter* parameter) {
  using Kind = Distribution::Kind;
  if (value.kind == Kind::constant && !value.mirror) {
    if (parameter != nullptr && value.low >= 0.0 &&
        value.low < static_cast<double>(parameter->choices.size()))
      return parameter->choices[static_cast<std::size_t>(value.low)];
    return json_number(value.low);
  }
  Json json = Json::object();
  if (value.kind == Kind::constant) {
    json["value"] = json_number(value.low);
  } else {
    json["uniform"] = range_json(value.low, value.high);
  }
  if (value.kind == Kind::levels) json["levels"] = value.levels;
  if (value.mirror) json["mirror"] = true;
  return json;
}

// parameters: nullptr when what is called is not known.
void add_arguments(Json& json, const std::vector<Argument>& arguments,
                   const std::vector<Parameter>* parameters) {
  for (const Argument& argument : arguments) {
    const Parameter* known = nullptr;
    for (std::size_t i = 0; parameters != nullptr && i < parameters->size(); ++i) {
      if ((*parameters)[i].name == argument.parameter) known = &(*parameters)[i];
    }
    json["with"][argument.parameter] = distribution_json(argument.value, known);
  }
}

Json mix_call_json(const MixCall& call) {
  const SampleMix* mix = find_mix(call.mix);
  Json json = {{"call", call.mix}};
  add_arguments(json, call.arguments, mix == nullptr ? nullptr : &mix->parameters);
  if (call.probability != 1.0) json["probability"] = json_number(call.probability);
  if (call.field != MixCall{}.field) json["field"] = call.field;
  return json;
}

// Writes the steps of a policy with those fields.
struct StepWriter {
  const std::vector<PolicyField>& fields;

  Json nodes_json(const std::vector<Node>& nodes) const {
    Json json = Json::array();
    for (const Node& node : nodes) json.push_back(node_json(node));
    return json;
  }

  Json step_json(const Call& call) const {
    const Op* op = find_op(fields, call);
    Json json = {{"call", call.op}};
    add_arguments(json, call.arguments, op == nullptr ? nullptr : &op->parameters);
    if (call.probability != 1.0) json["probability"] = json_number(call.probability);
    if (call.field != Call{}.field) json["field"] = call.field;
    return json;
  }

  Json step_json(const Sequence& sequence) const { return {{"sequence", nodes_json(sequence.steps)}}; }

  Json step_json(const Choose& choose) const {
    Json json = {{"choose", nodes_json(choose.options)}};
    for (const double weight : choose.weights) json["weights"].push_back(json_number(weight));
    if (choose.count != 1) json["count"] = choose.count;
    if (!choose.replacement) json["replacement"] = false;
    if (choose.until_applied) json["until_applied"] = true;
    return json;
  }

  Json step_json(const Mix& mix) const {
    const Mix usual;
    Json json = {{"mix", nodes_json(mix.options)}};
    if (mix.width != usual.width) json["width"] = mix.width;
    if (mix.depth_low != usual.depth_low || mix.depth_high != usual.depth_high) {
      json["depth"] = {mix.depth_low, mix.depth_high};
    }
    if (mix.alpha != usual.alpha) json["alpha"] = json_number(mix.alpha);
    return json;
  }

  Json step_json(const Linked& linked) const {
    Json json = {{"linked", Json::array()}};
    for (const Call& call : linked.calls) json["linked"].push_back(step_json(call));
    if (linked.probability != 1.0) json["probability"] = json_number(linked.probability);
    return json;
  }

  Json step_json(const When& when) const {
    const Condition& condition = when.condition;
    Json test = {{"property", condition.property}, {"between", range_json(condition.low, condition.high)}};
    if (condition.field != Condition{}.field) test["field"] = condition.field;
    Json json = {{when.unless ? "unless" : "when", test}};
    if (!when.step.empty()) json["step"] = node_json(when.step.front());
    return json;
  }

  Json step_json(const Schedule& schedule) const {
    Json json = {{"schedule", Json::array()}};
    for (const Stretch& stretch : schedule.stretches) {
      Json item = {{"epochs", stretch.epochs}};
      if (!stretch.step.empty()) item["step"] = node_json(stretch.step.front());
      json["schedule"].push_back(item);
    }
    return json;
  }

  Json node_json(const Node& node) const {
    return std::visit([this](const auto& value) { return step_json(value); }, node.value);
  }
};

Json provenance_json(const Provenance& from) {
  Json json = Json::object();
  if (!from.source.empty()) json["source"] = from.source;
  if (!from.data_digest.empty()) json["data_digest"] = from.data_digest;
  if (from.width > 0) json["size"] = {from.width, from.height};
  if (from.channels > 0) json["channels"] = from.channels;
  if (!from.child.empty()) json["child"] = from.child;
  if (!from.method.empty()) json["method"] = from.method;
  if (from.seed != 0) json["seed"] = from.seed;
  if (!from.budget.empty()) json["budget"] = from.budget;
  if (from.score != 0.0) json["score"] = json_number(from.score);
  if (!from.created.empty()) json["created"] = from.created;
  return json;
}

// --- reading

double any_number(const JsonReader& json) { return json.number(-kLargest, kLargest); }

int any_int(const JsonReader& json) { return json.small_integer(INT32_MIN, INT32_MAX); }

// An option that keeps its default when it is not given.
template <typename Value, typename Read>
void read_optional(JsonReader& json, const std::string& name, Value& value, Read read) {
  if (const auto member = json.optional_member(name)) value = read(*member);
}

Distribution distribution_from(JsonReader json, const Parameter& parameter) {
  if (!parameter.choices.empty()) {
    const std::string name = json.one_of(parameter.choices);
    const auto found = std::find(parameter.choices.begin(), parameter.choices.end(), name);
    return Distribution::constant(static_cast<double>(found - parameter.choices.begin()));
  }
  if (json.value().is_number()) return Distribution::constant(any_number(json));
  if (!json.value().is_object()) {
    json.fail("wrong type", fmt::format(R"(a number, or {{"uniform": [{}, {}]}})", number_text(parameter.low),
                                        number_text(parameter.high)));
  }
  Distribution value;
  const auto constant = json.optional_member("value");
  const auto uniform = json.optional_member("uniform");
  const auto levels = json.optional_member("levels");
  read_optional(json, "mirror", value.mirror, [](const JsonReader& member) { return member.boolean(); });
  json.finish();
  if (constant.has_value() == uniform.has_value()) json.fail("not a distribution", "either value or uniform");
  if (constant) {
    if (levels) levels->fail("levels of a single value", "levels only beside uniform");
    value.low = value.high = any_number(*constant);
    return value;
  }
  const auto bounds = uniform->array(2, 2);
  value.kind = levels ? Distribution::Kind::levels : Distribution::Kind::uniform;
  value.low = any_number(bounds[0]);
  value.high = any_number(bounds[1]);
  if (levels) value.levels = any_int(*levels);
  return value;
}

std::vector<Argument> arguments_from(JsonReader& json, const std::vector<Parameter>& parameters,
                                     const std::string& owner) {
  std::vector<Argument> arguments;
  if (auto with = json.optional_member("with")) {
    for (const std::string& name : with->names()) {
      const Parameter& known = require_parameter(parameters, owner, name, with->where());
      arguments.push_back({name, distribution_from(with->member(name), known)});
    }
  }
  return arguments;
}

std::vector<MixCall> batch_from(const JsonReader& json) {
  std::vector<MixCall> batch;
  for (JsonReader item : json.array()) {
    const JsonReader name = item.member("call");
    const SampleMix& mix = require_mix(name.string(), name.where());
    MixCall call{.mix = mix.name, .arguments = arguments_from(item, mix.parameters, mix.name)};
    read_optional(item, "probability", call.probability, any_number);
    read_optional(item, "field", call.field, [](const JsonReader& member) { return member.string(); });
    item.finish();
    batch.push_back(std::move(call));
  }
  return batch;
}

// Reads the steps of a policy with those fields.
struct StepReader {
  const std::vector<PolicyField>& fields;

  std::vector<Node> nodes_from(const JsonReader& json) const {
    std::vector<Node> nodes;
    for (const JsonReader& item : json.array()) nodes.push_back(node_from(item));
    return nodes;
  }

  Call call_from(JsonReader& json) const {
    Call call;
    const JsonReader name = json.member("call");
    call.op = name.string();
    const auto field = json.optional_member("field");
    if (field) call.field = field->string();
    const FieldKind kind =
        require_field(fields, call.field, (field ? field->where() : json.where() + ".field")).kind;
    const Op& op = require_op(kind, call.op, name.where());
    call.arguments = arguments_from(json, op.parameters, op.name);
    read_optional(json, "probability", call.probability, any_number);
    return call;
  }

  Choose choose_from(JsonReader& json) const {
    Choose choose;
    choose.options = nodes_from(json.member("choose"));
    if (const auto weights = json.optional_member("weights")) {
      for (const JsonReader& weight : weights->array(1)) choose.weights.push_back(any_number(weight));
    }
    read_optional(json, "count", choose.count, any_int);
    const auto flag = [](const JsonReader& member) { return member.boolean(); };
    read_optional(json, "replacement", choose.replacement, flag);
    read_optional(json, "until_applied", choose.until_applied, flag);
    return choose;
  }

  Mix mix_from(JsonReader& json) const {
    Mix mix;
    mix.options = nodes_from(json.member("mix"));
    read_optional(json, "width", mix.width, any_int);
    if (const auto depth = json.optional_member("depth")) {
      const auto bounds = depth->array(2, 2);
      mix.depth_low = any_int(bounds[0]);
      mix.depth_high = any_int(bounds[1]);
    }
    read_optional(json, "alpha", mix.alpha, any_number);
    return mix;
  }

  Linked linked_from(JsonReader& json) const {
    Linked linked;
    for (JsonReader& item : json.member("linked").array()) {
      linked.calls.push_back(call_from(item));
      item.finish();
    }
    read_optional(json, "probability", linked.probability, any_number);
    return linked;
  }

  When when_from(JsonReader& json, bool unless) const {
    When when;
    when.unless = unless;
    JsonReader test = json.member(unless ? "unless" : "when");
    when.condition.property = test.member("property").string();
    const auto bounds = test.member("between").array(2, 2);
    when.condition.low = any_number(bounds[0]);
    when.condition.high = any_number(bounds[1]);
    read_optional(test, "field", when.condition.field,
                  [](const JsonReader& member) { return member.string(); });
    test.finish();
    when.step.push_back(node_from(json.member("step")));
    return when;
  }

  Schedule schedule_from(JsonReader& json) const {
    Schedule schedule;
    for (JsonReader& item : json.member("schedule").array()) {
      Stretch stretch;
      stretch.epochs = any_int(item.member("epochs"));
      stretch.step.push_back(node_from(item.member("step")));
      item.finish();
      schedule.stretches.push_back(std::move(stretch));
    }
    return schedule;
  }

  Node node_from(JsonReader json) const {
    static const std::vector<std::string> kKinds = {"call",   "sequence", "choose", "mix",
                                                    "linked", "when",     "unless", "schedule"};
    std::string kind;
    for (const std::string& name : json.names()) {
      if (std::find(kKinds.begin(), kKinds.end(), name) == kKinds.end()) continue;
      if (!kind.empty())
        json.fail("two steps in one", "either " + kind + " or " + name, "put them into a sequence");
      kind = name;
    }
    if (kind.empty()) {
      std::string guess;
      for (const std::string& name : json.names()) {
        if (guess.empty()) guess = did_you_mean(name, kKinds);
      }
      json.fail("not a step" + guess, fmt::format("an object with one of {}", fmt::join(kKinds, ", ")));
    }
    Node node;
    if (kind == "call") node.value = call_from(json);
    if (kind == "sequence") node.value = Sequence{nodes_from(json.member("sequence"))};
    if (kind == "choose") node.value = choose_from(json);
    if (kind == "mix") node.value = mix_from(json);
    if (kind == "linked") node.value = linked_from(json);
    if (kind == "when" || kind == "unless") node.value = when_from(json, kind == "unless");
    if (kind == "schedule") node.value = schedule_from(json);
    json.finish();
    return node;
  }
};

Provenance provenance_from(JsonReader json) {
  const auto text = [](const JsonReader& member) { return member.string(); };
  Provenance from;
  read_optional(json, "source", from.source, text);
  read_optional(json, "data_digest", from.data_digest, text);
  if (const auto size = json.optional_member("size")) {
    constexpr int kMostSide = 65536;
    const auto sides = size->array(2, 2);
    from.width = sides[0].small_integer(1, kMostSide);
    from.height = sides[1].small_integer(1, kMostSide);
  }
  read_optional(json, "channels", from.channels,
                [](const JsonReader& member) { return member.small_integer(1, 4); });
  read_optional(json, "child", from.child, text);
  read_optional(json, "method", from.method, text);
  read_optional(json, "seed", from.seed, [](const JsonReader& member) { return member.unsigned_integer(); });
  read_optional(json, "budget", from.budget, text);
  read_optional(json, "score", from.score, any_number);
  read_optional(json, "created", from.created, text);
  json.finish();
  return from;
}

}  // namespace

Json fields_json(const std::vector<PolicyField>& fields) {
  Json json = Json::object();
  for (const PolicyField& field : fields) json[field.name] = name_of(field.kind);
  return json;
}

std::vector<PolicyField> fields_from_json(JsonReader json) {
  std::vector<PolicyField> fields;
  for (const std::string& name : json.names())
    fields.push_back({name, *field_kind_named(json.member(name).one_of(field_kind_names()))});
  return fields;
}

Json to_json(const Policy& policy) {
  Json json = {{"format", "variegate-policy"}, {"version", kPolicyFormat}};
  if (!policy.name.empty()) json["name"] = policy.name;
  json["fields"] = fields_json(policy.fields);
  json["policy"] = StepWriter{policy.fields}.node_json(policy.root);
  for (const MixCall& call : policy.batch) json["batch"].push_back(mix_call_json(call));
  if (policy.provenance != Provenance{}) json["provenance"] = provenance_json(policy.provenance);
  return json;
}

Policy policy_from_json(JsonReader json) {
  const JsonReader format = json.member("format");
  if (!format.value().is_string() || format.string() != "variegate-policy") {
    format.fail("not a policy", "\"variegate-policy\"");
  }
  const JsonReader version = json.member("version");
  if (version.integer(1, INT32_MAX) > kPolicyFormat) {
    version.fail("written by a newer variegate", fmt::format("at most {}", kPolicyFormat),
                 "update variegate");
  }
  Policy policy;
  read_optional(json, "name", policy.name, [](const JsonReader& member) { return member.string(); });
  read_optional(json, "fields", policy.fields, fields_from_json);
  policy.root = StepReader{policy.fields}.node_from(json.member("policy"));
  read_optional(json, "batch", policy.batch, batch_from);
  read_optional(json, "provenance", policy.provenance, provenance_from);
  json.finish();
  check_at(policy, json.source(), json.path());
  return policy;
}

std::string policy_text(const Policy& policy) { return json_text(to_json(policy)); }

Policy parse_policy(std::string_view text, const std::string& source) {
  const Json json = parse_json(text, source);
  return policy_from_json(JsonReader(json, source));
}

Policy read_policy_file(const std::string& path) {
  const Json json = read_json_file(path);
  return policy_from_json(JsonReader(json, path));
}

void write_policy_file(const std::string& path, const Policy& policy) {
  check(policy, path);
  write_file_atomically(path, policy_text(policy));
}

}  // namespace variegate
