// A search that is given a budget of time and not all else is cut to fit it.
#pragma once

#include "variegate/study/record.h"

namespace variegate::cli {

struct Given {
  bool task = false;     // training images or epochs: they are left alone
  bool size = false;     // of pictures
  bool members = false;  // of a population
};

// Whether there is something to choose, or of a population to refuse, before the study starts.
bool fits_to_budget(const StudyOptions& study, const Given& given);

// Measures the speed of training and sets the task, and the members of a population; says what it chose.
// Error (usage) when a population cannot fit; (interrupted) by Ctrl-C.
void fit_to_budget(StudyOptions& study, int jobs, const Given& given);

}  // namespace variegate::cli
