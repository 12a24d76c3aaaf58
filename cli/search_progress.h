// The progress of a study on the terminal: one bar for the search, one for the final round.
#pragma once

#include <memory>
#include <string>

#include "cli/progress.h"
#include "variegate/study/study.h"

namespace variegate::cli {

class SearchProgress {
 public:
  // shown: false draws nothing. jobs: workers of the study.
  SearchProgress(bool shown, int jobs) : shown_(shown), jobs_(jobs) {}

  // Its functions refer to this object.
  StudyObserver observer();

  void finish();

 private:
  void opened(const StudyProgress& now);
  void search(const StudyProgress& now);
  void trial_ended(const StudyProgress& now, const TrialRecord& trial);
  void final_planned(const StudyProgress& now, int epochs);
  void final_ended(const StudyProgress& now);
  void final_cut(const StudyProgress& now);

  bool shown_;
  int jobs_;
  std::unique_ptr<Progress> bar_;
  EpochEnded latest_;     // of whichever run ended an epoch last
  std::string arm_;       // whose that was, in the final round
  int epochs_ = 0;        // of a run of the final round
  double waiting_ = 0.0;  // share of its time that the run which reported last waits for data
};

}  // namespace variegate::cli
