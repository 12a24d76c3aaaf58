// A study whose trainings are done by functions of Python.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "python/src/own_training.h"
#include "variegate/study/record.h"
#include "variegate/study/study_folder.h"

namespace variegate::python {

// What Python asks for.
struct StudyAsked {
  std::string folder;                  // begun there, or continued when it holds a study
  std::string options = "{}";          // those given, as a JSON object
  std::vector<Policy> listed = {};     // the space is a choice among these; empty: as the options say
  std::optional<Policy> base = {};     // kept in front of every policy; none: nothing is
  std::optional<Metric> metric = {};   // none: values, the larger the better; or as the study began
  std::size_t validation_samples = 0;  // 0: not known
  int jobs = 1;                        // trainings that may be under way at once
};

class OwnStudy {
 public:
  // Opens the folder and starts the study's thread. Error as the options of a search; as of a study that
  // began with others.
  explicit OwnStudy(const StudyAsked& asked);
  ~OwnStudy();  // closes it
  OwnStudy(const OwnStudy&) = delete;
  OwnStudy& operator=(const OwnStudy&) = delete;

  OwnTraining& training() { return *training_; }

  // Ends the thread; what is under way is left, and asked for first when the study is continued. In a forked
  // process, which has no such thread, nothing.
  void close();

  // Throws what ended the study, if that was an error.
  void rethrow() const;

  // What is known, between two events.
  StudyRecord record();

  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void run();

  std::unique_ptr<StudyFolder> folder_;  // until it is closed
  StudyOptions options_;
  std::vector<std::string> notes_, warnings_;
  std::unique_ptr<OwnTraining> training_;
  std::atomic<bool> stop_ = false;
  std::optional<StudyRecord> closed_;  // what was known then
  std::exception_ptr error_;           // of the thread, to be read once it has ended
  std::atomic<bool> done_ = false;
  std::unique_ptr<std::thread> thread_;
  pid_t process_;
};

}  // namespace variegate::python
