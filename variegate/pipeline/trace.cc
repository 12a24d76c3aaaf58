#include "variegate/pipeline/trace.h"

#include <map>

#include "variegate/core/json.h"
#include "variegate/kernels/mixture.h"
#include "variegate/ops/op.h"
#include "variegate/pipeline/fields/running_field.h"

namespace variegate {
namespace {

// The fields whose calls are put off, and the mix that reads them.
struct Replay {
  Sample& sample;
  Scratch& scratch;
  bool fuse;
  std::map<std::string, RunningField> fields = {};

  RunningField& field(const std::string& name, FieldKind kind) {
    const auto found = fields.find(name);
    if (found != fields.end()) return found->second;
    return fields.emplace(name, begin_field({name, kind}, sample, fuse)).first->second;
  }

  void call(const AppliedCall& call, bool moves_annotations) {
    if (call.op == nullptr) return mix(call);
    const AnnotationRules rules;
    const Followers followers{sample, call.field, rules};
    Stream random(call.stream);
    for (std::uint64_t i = 0; i < call.taken; ++i) random.next();
    const FieldCall on_field{*call.op, call.values, random, moves_annotations ? &followers : nullptr};
    std::visit([&](auto& running) { running.call(on_field, scratch); }, field(call.field, call.kind));
  }

  void mix(const AppliedCall& call) {
    std::visit(
        [&](auto& running) {
          if constexpr (requires { running.start_mix(scratch); }) mix(call, running);
        },
        field(call.field, call.kind));
  }

  template <typename Running>
  void mix(const AppliedCall& call, Running& running) {
    running.start_mix(scratch);
    std::uint32_t left = kWholeShare;
    for (const MixedChain& chain : call.chains) {
      running.start_chain(scratch);
      for (const AppliedCall& each : chain.calls) this->call(each, false);
      left -= chain.share;
      running.add_chain(chain.share, scratch);
    }
    running.finish_mix(left, scratch);
  }
};

Json json_of(const AppliedCall& call) {
  Json json = Json::object();
  if (call.op == nullptr) {
    Json chains = Json::array();
    for (const MixedChain& chain : call.chains)
      chains.push_back({{"share", chain.share}, {"calls", to_json(chain.calls)}});
    json["mix"] = std::move(chains);
  } else {
    json["call"] = call.op->name;
    for (std::size_t i = 0; i < call.values.size(); ++i)
      json["with"][call.op->parameters[i].name] = json_number(call.values[i]);
  }
  if (call.field != "image") json["field"] = call.field;
  if (call.kind != FieldKind::image) json["kind"] = name_of(call.kind);
  if (call.draws)
    json["stream"] = {call.stream.seed, call.stream.epoch, call.stream.sample, call.stream.place, call.taken};
  return json;
}

AppliedCall call_of(JsonReader json) {
  AppliedCall call;
  const auto field = json.optional_member("field");
  call.field = field ? field->string() : "image";
  if (const auto kind = json.optional_member("kind"))
    call.kind = *field_kind_named(kind->one_of(field_kind_names()));
  if (json.has("mix")) {
    std::uint32_t left = kWholeShare;
    for (JsonReader chain : json.member("mix").array()) {
      MixedChain& mixed = call.chains.emplace_back();
      mixed.share = static_cast<std::uint32_t>(chain.member("share").integer(0, left));
      left -= mixed.share;
      mixed.calls = trace_from_json(chain.member("calls"));
      chain.finish();
    }
    json.finish();
    return call;
  }
  call.op = &require_op(call.kind, json.member("call").string(), json.where());
  if (!call.op->parameters.empty()) {
    JsonReader with = json.member("with");
    for (const Parameter& parameter : call.op->parameters)
      call.values.push_back(with.member(parameter.name).number(parameter.low, parameter.high));
    with.finish();
  }
  if (const auto stream = json.optional_member("stream")) {
    const std::vector<JsonReader> numbers = stream->array(5, 5);
    call.stream = {numbers[0].unsigned_integer(), numbers[1].unsigned_integer(),
                   numbers[2].unsigned_integer(), numbers[3].unsigned_integer()};
    call.taken = static_cast<std::uint64_t>(numbers[4].integer(0, 1'000'000));
    call.draws = true;
  }
  json.finish();
  return call;
}

}  // namespace

Json to_json(const Trace& trace) {
  Json json = Json::array();
  for (const AppliedCall& call : trace) json.push_back(json_of(call));
  return json;
}

Trace trace_from_json(const JsonReader& json) {
  Trace trace;
  for (const JsonReader& call : json.array()) trace.push_back(call_of(call));
  return trace;
}

void replay(const Trace& trace, Sample& sample, Scratch& scratch, bool fuse) {
  Replay run{sample, scratch, fuse};
  for (const AppliedCall& call : trace) run.call(call, true);
  for (auto& [name, field] : run.fields) settle(field, scratch);
}

}  // namespace variegate
