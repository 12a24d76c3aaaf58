// The event log of a study: append-only, the only truth about it. Its state is a replay of the log, so
// whatever was acknowledged by append() is still known after the process was killed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "variegate/core/json.h"

namespace variegate {

struct Event {
  std::int64_t id = 0;  // 1, 2, 3, ... in the order of appending
  std::string time;     // UTC, ISO 8601 with milliseconds
  std::string kind;     // "proposed", "finished", ...: see study/events.h
  std::optional<std::int64_t> trial;
  Json payload = Json::object();
  bool operator==(const Event&) const = default;
};

class Store {
 public:
  virtual ~Store() = default;

  // Gives the event its id and time and stores it; when this returns, the event survives the process. Error
  // when it cannot be stored (disk full, no permission, read-only).
  virtual Event append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) = 0;

  // All events, in the order of appending. Error when the log is damaged.
  virtual std::vector<Event> events() const = 0;

  // What to call the log in errors: its path.
  virtual std::string name() const = 0;
};

}  // namespace variegate
