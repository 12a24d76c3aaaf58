// A search that is given a budget of time: how fast this machine trains, what fits, and a task cut to it.
#pragma once

#include <vector>

#include "variegate/study/record.h"
#include "variegate/study/study.h"

namespace variegate::cli {

struct Given {
  bool task = false;        // training images or epochs: they are left alone
  bool members = false;     // of a population
  bool resolution = false;  // left alone too
};

// The sides at which pictures may be trained, the largest first, and the usual one; none: as they are.
struct Sides {
  std::vector<int> all;
  int usual = 0;
};

// Measures the speed of training, sets what is not given (resolution, images, epochs, the members of a
// population), and says what fits. The measurement takes at most a tenth of the budget. Error (usage), with
// numbers, when not even two trials and a final round fit; (interrupted) by Ctrl-C.
void fit_to_budget(StudyOptions& study, int jobs, const Given& given, const Sides& sides,
                   const CommandClock& clock, bool quiet);

}  // namespace variegate::cli
