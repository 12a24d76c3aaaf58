// One piece of work in several processes.
#pragma once

#include <functional>

namespace variegate::cli {

// Runs body(0) .. body(count - 1), each in a process forked from this one, which must have no other threads;
// they die with it. meanwhile: called here every tenth of a second or so. Returns when all have ended; throws
// the error of the first body, by number, that threw one or whose process died.
void run_in_processes(int count, const std::function<void(int)>& body,
                      const std::function<void()>& meanwhile);

}  // namespace variegate::cli
