// What `variegate search` does once its options are known.
#pragma once

#include <string>

#include "variegate/study/plan.h"

namespace variegate::cli {

struct SearchRun {
  StudyRequest request;
  int jobs = 1;
  std::string out = "study";
  bool resume = false;
  bool repeated = false;  // of a resume: the options of the start are given again
  bool json = false;
};

// Plans the study or continues it, runs it, writes policy and report, and returns the exit code.
int run_search(const SearchRun& run);

}  // namespace variegate::cli
