// The messages of protocol.h as JSON objects, each of which names itself in its first member, "message".
// Readers leave members that they do not know to JsonReader::finish().
#pragma once

#include <limits>
#include <string>

#include "variegate/core/json.h"
#include "variegate/trial/run.h"

namespace variegate {

inline constexpr int kMostEpochs = 1'000'000;
inline constexpr std::int64_t kMostTrials = std::numeric_limits<std::int64_t>::max();

inline Json message_named(const char* name) {
  Json json = Json::object();
  json["message"] = name;
  return json;
}

inline std::int64_t trial_of(JsonReader& json) { return json.member("trial").integer(0, kMostTrials); }

// The protocol that the other side says it speaks; 1 when it does not say.
inline int protocol_of(JsonReader& json) {
  const auto number = json.optional_member("protocol");
  return number ? number->small_integer(1, std::numeric_limits<int>::max()) : 1;
}

Json json_of(const OpenRequest& open);
Json json_of(const RunRequest& run);
Json json_of(const Ready& ready);
Json json_of(const Report& report);
Json json_of(const Done& done);

// open_request_from_json: declared a friend in run.h. Error when the coordinator speaks another protocol.
OpenRequest open_request_from_json(JsonReader& json);
RunRequest run_from_json(JsonReader& json);
// Reads only protocol and version when the worker speaks a newer protocol, for the rest need not be
// understood.
Ready ready_from_json(JsonReader& json);
Report report_from_json(JsonReader& json);
Done done_from_json(JsonReader& json);

}  // namespace variegate
