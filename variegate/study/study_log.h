// The log of a study with the state that follows from it: replayed once, then kept up to date event by event.
#pragma once

#include <string>

#include "variegate/study/replay.h"

namespace variegate {

class StudyLog {
 public:
  // Replays the log, which must outlive this. Error as replay().
  explicit StudyLog(Store& store) : store_(store), state_(replay(store)) {}

  const StudyState& state() const { return state_; }
  const StudyRecord& known() const { return state_.record; }
  std::string name() const { return store_.name(); }  // for errors

  // Into the log first, then into the state.
  void record(const StudyEvent& event) { apply(state_, append(store_, event), event, store_.name()); }

 private:
  Store& store_;
  StudyState state_;
};

}  // namespace variegate
