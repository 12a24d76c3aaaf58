// Where the program that trains children lives.
#pragma once

#include <string>

#include "variegate/executor/open_evaluator.h"

namespace variegate::cli {

// variegate-worker beside the running program (links resolved). Error when it is not there.
std::string worker_path();

// So many of them.
ExecutorSpec workers(int jobs);

}  // namespace variegate::cli
