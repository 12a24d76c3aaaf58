// The event log of a study: append-only, the only truth about it. Its state is a replay of the log, so
// whatever was acknowledged by append() is still known after the process was killed.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>  // for the value alone: who reads and writes it includes core/json.h
#include <optional>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"

namespace variegate {

struct Event {
  std::int64_t id = 0;  // 1, 2, 3, ... in the order of appending
  std::string time;     // UTC, ISO 8601 with milliseconds
  std::string kind;     // "proposed", "finished", ...: see study/events.h
  std::optional<std::int64_t> trial;
  Json payload = Json::object();
  bool operator==(const Event&) const = default;
};

enum class StoreMode {
  write,  // makes an empty log when there is none
  read,   // a log that exists; append() fails
};

// A place where the log of one study is kept. tests/store/conformance.h holds every kind of store to this.
//
// Thread safety. One object is for one thread at a time. Several objects, in any threads and processes, may
// read the same log, also while one of them writes it.
//
// Ownership. A log has one writer. open_store() takes the lease for writing and the store keeps it until it
// is gone, however its process ends; whoever comes second gets an Error that names the holder. A store whose
// lease is lost (to a database, by a connection that broke) fails on append() and writes nothing.
//
// Consistency. Events are numbered 1, 2, 3, ... without gaps, in the order of appending, and never change or
// vanish. A reader sees a beginning of the log: an event only with all those before it, each of them whole.
// What append() has returned, every events() that begins later sees, in any process.
//
// Persistence. When append() returns, the event survives the process; in a file also the machine. A process
// killed in append() leaves the event whole or not at all. What is read is what was appended: payloads as
// JSON values, numbers to the last bit, text byte by byte.
class Store {
 public:
  virtual ~Store() = default;

  // Gives the event its id and time and stores it. Error when it cannot be stored (disk full, no permission,
  // read-only, lease lost).
  virtual Event append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) = 0;

  // The events that come after the one with this id, in the order of appending; 0: all of them. Error when
  // the log is damaged.
  virtual std::vector<Event> events(std::int64_t after = 0) const = 0;

  // What to call the log in errors: its path.
  virtual std::string name() const = 0;
};

}  // namespace variegate
