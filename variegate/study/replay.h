// The state of a study as a replay of its events. The running study keeps its state by the same function, one
// event at a time, so what a resume sees is what the killed process knew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/study/early_stop.h"
#include "variegate/study/events.h"

namespace variegate {

struct StudyState {
  StudyRecord record;
  bool started = false;
  bool opened = false;
  DataPaths from_folder;              // of the data, from the study's folder
  std::int64_t planned_trials = 0;    // as at the start: what the method was told
  std::vector<Curve> curves;          // by trial, of its latest run
  std::vector<int> losses;            // by trial: how often its worker died
  std::vector<std::string> versions;  // by trial: of variegate, when it was proposed; "": not said
  bool search_ended = false;

  // The final round, once it is planned.
  int final_epochs = 0;
  std::vector<int> final_losses;  // by final run
  std::vector<bool> final_ended;
  bool final_cut = false;

  double earlier_seconds = 0.0;  // of sessions before the present one
  std::string session_start;
  std::string version;  // of variegate in the latest session; "": a log from before it was kept
};

// "version 0.1.0"; "an earlier version" where none is known.
std::string version_words(const std::string& version);

// The event that says what the method has proposed for the next trial.
Proposed proposed(const StudyState& state, std::int64_t trial, const Proposal& proposal);

// `event` is `stored`, read. Error when it does not follow from what came before, or when a point stands for
// another policy than it did when it was proposed.
void apply(StudyState& state, const Event& stored, const StudyEvent& event, const std::string& log);

StudyState replay(const Store& store);

// The study in a log, e.g. for a report. Error naming the log when there is none.
StudyRecord study_record(const StudyState& state, const std::string& log);
StudyRecord study_record(const Store& store);

}  // namespace variegate
