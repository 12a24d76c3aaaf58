// Where the program that trains children lives.
#pragma once

#include <string>

namespace variegate::cli {

// variegate-worker beside the running program (links resolved). Error when it is not there.
std::string worker_path();

}  // namespace variegate::cli
