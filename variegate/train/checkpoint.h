// A run's state in a file, so that a killed run continues as if nothing had happened. All random draws are
// keyed by seed and epoch, so the epoch is all the random state there is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "variegate/trial/run.h"

namespace variegate {

struct Checkpoint {
  std::string run;  // what it is a state of: see run_fingerprint()
  int epochs = 0;   // trained
  std::int64_t steps = 0;
  double seconds = 0.0;                     // spent so far
  std::vector<Report> reports;              // so far, in order
  std::vector<std::vector<float>> buffers;  // as Optimiser::save() gives them

  bool operator==(const Checkpoint&) const = default;
};

// Written so that a crash leaves the old file or the new one.
void write_checkpoint(const std::string& path, const Checkpoint& checkpoint);

// nullopt when there is no such file; Error when it is cut short, changed, of another version or of a run
// whose fingerprint does not begin with `run`.
std::optional<Checkpoint> read_checkpoint(const std::string& path, const std::string& run);

}  // namespace variegate
