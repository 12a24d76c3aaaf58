// The tasks that are recorded.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/data_spec.h"
#include "variegate/space/space.h"
#include "variegate/trial/task.h"

namespace variegate::recorded {

struct Task {
  std::string name;
  DataSpec data;
  Policy shift;  // of the validation pictures, each changed once; empty: they look like the training pictures
  ChildSpec child;
  std::vector<int> epochs;  // where accuracy is recorded; the last is the full budget
  int seeds = 3;
  Space space;
  std::string usual_base = "crop-flip";  // what such pictures are augmented by where nobody searches
};

const std::vector<Task>& tasks();

}  // namespace variegate::recorded
