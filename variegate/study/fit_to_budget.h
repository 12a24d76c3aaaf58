// A search that is given a budget of time: how fast this machine trains, what fits, and a task cut to it.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "variegate/study/plan.h"
#include "variegate/study/proxy.h"
#include "variegate/study/study.h"

namespace variegate {

// Whoever is to train: how many at once, and how they are begun.
struct Trainers {
  int jobs = 1;
  EvaluatorFactory open;
};

// Measures the speed of training, sets in plan.study what is not given (resolution, images, epochs, the
// members of a population), and says what fits, a line at a time. The measurement takes at most a tenth of
// the budget. clock: of the command. Error (usage), with numbers, when not even two trials and a final round
// fit; (interrupted) when `stop` was set.
void fit_to_budget(StudyPlan& plan, const StudyRequest& request, const Trainers& trainers,
                   const CommandClock& clock, const std::atomic<bool>& stop,
                   const std::function<void(const std::string& line)>& say);

}  // namespace variegate
