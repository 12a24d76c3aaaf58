// A study on disk: a folder with the event log, the coordinator's lock and policy.json: the best so
// far, in the end what was found.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "variegate/store/store.h"
#include "variegate/study/record.h"
#include "variegate/study/study_log.h"

namespace variegate {

// Taken up by the one coordinator that may work on it.
class StudyFolder {
 public:
  // Makes the folder of a new study. Error (usage) when a study is in it already, which is how --resume is
  // not forgotten, or when files are in it that a study would overwrite. A study that was stopped before its
  // first event is begun anew.
  static StudyFolder create(const std::string& path);
  // Error (usage) when there is no study in it. A study killed before its first event counts as one.
  static StudyFolder resume(const std::string& path);

  // The log and what follows from it, replayed when the folder was opened.
  StudyLog& log() { return *log_; }
  const StudyLog& log() const { return *log_; }

  // The options of the study, with its data where they are now. Error when it has not begun.
  StudyOptions options() const;

  const std::string& path() const { return path_; }
  std::string policy_path() const { return path_ + "/policy.json"; }
  // The folder for the states of a population's members; it is made when asked for.
  std::string checkpoint_folder() const;
  void remove_checkpoints() const;

  // Takes away the log of a study none of whose trials was ever proposed, and the folders that were made for
  // it if nothing else is in them: what could not even start (data or options that are wrong) must not stand
  // in the way of the next try.
  static void discard_unstarted(StudyFolder folder);

  // Writes the chosen policy to policy_path(). Error when none is chosen.
  void write_policy(const StudyRecord& record) const;
  // The same of a study under way, when its latest trial to end is the best.
  void write_best_so_far(const StudyRecord& record, const TrialRecord& latest) const;

 private:
  explicit StudyFolder(const std::string& path);

  std::string path_;
  std::unique_ptr<Store> store_;  // with the lease
  std::unique_ptr<StudyLog> log_;
  std::vector<std::string> made_;  // folders, the innermost first
};

// The study in a folder, for reading only: may be under way in another process. Its data where they are now.
// Error when there is none.
StudyRecord read_study(const std::string& path);

// What the search for a policy cost, in seconds of worker time: from the study beside the policy file, when
// the file is the policy.json of a study's folder; 0 otherwise.
double search_seconds_of(const std::string& policy_file);

}  // namespace variegate
