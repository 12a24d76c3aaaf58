// One worker process and what is said to it, for the rows of the conformance suite.
#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "variegate/executor/child_process.h"
#include "variegate/trial/protocol.h"

namespace variegate::conformance {

// What a row finds wrong, in a sentence.
struct Breach : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& otherwise) {
  if (!holds) throw Breach(otherwise);
}

class Conversation {
 public:
  explicit Conversation(const std::vector<std::string>& command) : process_(command) {}

  void say(const ToWorker& message) { process_.send(line_of(message)); }
  void say_line(const std::string& line) { process_.send(line); }

  // The worker's next message, ends of epochs left out. Breach when none comes within a minute, when the
  // worker ends, and when a line is no message.
  FromWorker next();

  // The next message, which must be of this kind.
  template <typename Message>
  Message next_is(const char* name) {
    const FromWorker message = next();
    if (const auto* expected = std::get_if<Message>(&message)) return *expected;
    throw Breach("expected " + std::string(name) + ", heard " + line_of(message));
  }

  // How the worker ends, which it must within ten seconds.
  std::string end() { return process_.end(std::chrono::seconds(10)); }

 private:
  ChildProcess process_;
  std::vector<std::string> lines_;
};

}  // namespace variegate::conformance
