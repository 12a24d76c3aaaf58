#include "variegate/pipeline/trace.h"

#include <map>

#include "variegate/core/json.h"
#include "variegate/kernels/mixture.h"
#include "variegate/pipeline/call_op.h"

namespace variegate {
namespace {

// Pictures whose calls are put off, and the mix that reads them.
struct Replay {
  Sample& sample;
  Scratch& scratch;
  bool fuse;
  std::map<std::string, LazyImage> images = {};

  LazyImage& image(const std::string& field) {
    const auto [found, fresh] = images.try_emplace(field);
    if (fresh) found->second.begin(sample.image(field), sample.image(field), fuse);
    return found->second;
  }

  void call(const AppliedCall& call, bool moves_annotations) {
    if (call.op == nullptr) return mix(call);
    const AnnotationRules rules;
    Stream random(call.stream);
    for (std::uint64_t i = 0; i < call.taken; ++i) random.next();
    call_op(*call.op, call.field, {call.values, random, scratch}, moves_annotations ? &rules : nullptr,
            image(call.field), sample);
  }

  void mix(const AppliedCall& call) {
    LazyImage& lazy = image(call.field);
    Image& picture = lazy.settled(scratch);
    const Image original = picture;
    std::vector<std::uint32_t> sum(picture.pixels.size(), kWholeShare / 2);
    std::uint32_t left = kWholeShare;
    for (const MixedChain& chain : call.chains) {
      picture = original;
      for (const AppliedCall& each : chain.calls) this->call(each, false);
      lazy.settled(scratch);
      left -= chain.share;
      kernels::add_share(picture.pixels, chain.share, sum);
    }
    kernels::finish_mixture(sum, original.pixels, left, picture.pixels);
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
  if (call.draws)
    json["stream"] = {call.stream.seed, call.stream.epoch, call.stream.sample, call.stream.place, call.taken};
  return json;
}

AppliedCall call_of(JsonReader json) {
  AppliedCall call;
  const auto field = json.optional_member("field");
  call.field = field ? field->string() : "image";
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
  call.op = &require_op(json.member("call").string(), json.where());
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
  for (auto& [field, image] : run.images) image.settled(scratch);
}

}  // namespace variegate
