#include "cli/worker_path.h"

#include <filesystem>

#include "variegate/core/error.h"

namespace variegate::cli {

std::string worker_path() {
  std::error_code failure;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failure);
  const std::filesystem::path worker = self.parent_path() / "variegate-worker";
  if (failure || !std::filesystem::exists(worker)) {
    throw Error({.where = worker.string(),
                 .what = "the program that trains children is not there",
                 .got = "",
                 .expected = "variegate-worker beside variegate",
                 .mend = "build it: scripts/build release variegate-worker"});
  }
  return worker.string();
}

ExecutorSpec workers(int jobs) { return {.worker = {worker_path()}, .jobs = jobs}; }

}  // namespace variegate::cli
