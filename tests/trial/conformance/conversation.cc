#include "tests/trial/conformance/conversation.h"

#include <poll.h>

#include "variegate/core/error.h"

namespace variegate::conformance {
namespace {

constexpr int kPatienceMs = 60'000;

}  // namespace

FromWorker Conversation::next() {
  while (true) {
    while (lines_.empty()) {
      pollfd descriptor{.fd = process_.output(), .events = POLLIN, .revents = 0};
      require(::poll(&descriptor, 1, kPatienceMs) > 0, "the worker says nothing");
      if (!process_.read_lines(lines_)) require(!lines_.empty(), "the worker has ended: " + end());
    }
    const std::string line = lines_.front();
    lines_.erase(lines_.begin());
    try {
      const FromWorker message = from_worker(line, "worker");
      if (!std::holds_alternative<EpochEnded>(message)) return message;
    } catch (const Error& error) {
      throw Breach(std::string("a line is no message: ") + error.what());
    }
  }
}

}  // namespace variegate::conformance
