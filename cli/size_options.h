// The size at which pictures are trained, where the options leave it open.
#pragma once

#include <string>

#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"

namespace variegate::cli {

struct TrainingSize {
  int width = 0;
  int height = 0;
  std::string line;   // what becomes of the pictures; "" when nothing does, or all was said in the options
  SizeChoice choice;  // what a budget may choose from; nothing when the options named the resolution
};

// Sets resolution and fit where they are left open, by a sample of the training pictures, so that whatever
// records the spec records what was chosen. Of small pictures, which are trained as they are, resolution
// stays 0.
TrainingSize settle_size(DataSpec& data);

// As settle_size(), and says it on stderr.
TrainingSize settle_and_say_size(DataSpec& data);

// Warns on stderr when the policy was found on pictures of another size and looks different on these.
void warn_of_size(const Policy& policy, int width, int height);

}  // namespace variegate::cli
