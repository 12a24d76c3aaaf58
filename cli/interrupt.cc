#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace variegate::cli {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

void on_signal(int signal) {
  constexpr int kSignalExit = 128;
  if (flag.exchange(true)) ::_exit(kSignalExit + signal);
}

}  // namespace

const std::atomic<bool>& interrupted() {
  static const bool installed = [] {
    struct sigaction action = {};
    action.sa_handler = on_signal;
    ::sigemptyset(&action.sa_mask);
    // No SA_RESTART: a poll that is waiting for workers comes back at once.
    return ::sigaction(SIGINT, &action, nullptr) == 0 && ::sigaction(SIGTERM, &action, nullptr) == 0;
  }();
  static_cast<void>(installed);
  return flag;
}

}  // namespace variegate::cli
