// The one door to an evaluator: who asks for runs need not know who does them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "variegate/trial/evaluator.h"

namespace variegate {

// Workers on this machine.
struct ExecutorSpec {
  std::vector<std::string> worker;  // the command line of one: it speaks trial/protocol.h
  int jobs = 1;                     // how many, 1 .. 1024
};

// Starts the workers, which open the data meanwhile. checkpoints: the folder in which runs may keep their
// state; "": there is none. Error when the workers cannot be started.
std::unique_ptr<Evaluator> open_evaluator(const ExecutorSpec& executor, const OpenRequest& open,
                                          const std::string& checkpoints = "");

}  // namespace variegate
