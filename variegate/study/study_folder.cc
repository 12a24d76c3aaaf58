#include "variegate/study/study_folder.h"

#include <fmt/format.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/policy/policy_json.h"
#include "variegate/store/open_store.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

std::string checkpoints_in(const std::string& folder) { return folder + "/checkpoints"; }

bool holds_study(const std::string& folder) {
  std::error_code ignored;
  return fs::exists(log_file(folder), ignored);
}

// Gives those that were not there before, the innermost first.
std::vector<std::string> make_folders(const std::string& path) {
  std::vector<std::string> missing;
  std::error_code failure;
  for (fs::path at = fs::absolute(path).lexically_normal(); !at.empty() && !fs::exists(at, failure);
       at = at.parent_path()) {
    if (!at.filename().empty()) missing.push_back(at.string());
  }
  failure.clear();
  fs::create_directories(path, failure);
  if (failure) {
    throw Error({.where = path,
                 .what = "the folder of the study cannot be made (" + failure.message() + ")",
                 .got = "",
                 .expected = "",
                 .mend = "name another one by --out"});
  }
  return missing;
}

// No file that a study writes may have been there before it.
void refuse_other_files(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const char* name : {"policy.json", "report.html", "comparison.json", "checkpoints"}) {
    if (fs::exists(fs::symlink_status(fs::path(folder) / name, ignored))) found.push_back(name);
  }
  if (found.empty()) return;
  throw Error({.where = folder,
               .what = "the folder holds files that no study of ours wrote, and that a study would overwrite",
               .got = fmt::format("{}", fmt::join(found, ", ")),
               .expected = "a new folder, or one without them",
               .mend = "name another folder by --out"},
              ErrorKind::usage);
}

StudyRecord with_data_where_they_are(const StudyState& state, const std::string& folder) {
  StudyRecord record = study_record(state, log_file(folder));
  record.options.data = data_where_they_are(state, folder);
  return record;
}

}  // namespace

StudyFolder::StudyFolder(const std::string& path)
    : path_(path), store_(open_store(path, StoreMode::write)), log_(std::make_unique<StudyLog>(*store_)) {}

StudyFolder StudyFolder::create(const std::string& path) {
  const std::vector<std::string> made = make_folders(path);
  if (!holds_study(path)) refuse_other_files(path);
  StudyFolder folder(path);
  folder.made_ = made;
  if (folder.log().state().started) {
    throw Error({.where = path,
                 .what = "there is a study in this folder already",
                 .got = "",
                 .expected = "a new folder",
                 .mend = "continue it with --resume, or name another folder by --out"},
                ErrorKind::usage);
  }
  return folder;
}

StudyFolder StudyFolder::resume(const std::string& path) {
  if (!holds_study(path)) {
    throw Error({.where = path,
                 .what = "there is no study in this folder to resume",
                 .got = "",
                 .expected = "a folder that an earlier search was given by --out",
                 .mend = "check the path, or start a study without --resume"},
                ErrorKind::usage);
  }
  return StudyFolder(path);
}

StudyOptions StudyFolder::options() const { return with_data_where_they_are(log().state(), path_).options; }

void StudyFolder::discard_unstarted(StudyFolder folder) {
  if (!folder.log().known().trials.empty()) return;
  // While the lease is held, so that nobody begins a study in the file that is removed.
  std::error_code ignored;
  fs::remove(log_file(folder.path_), ignored);
  fs::remove(folder.path_ + "/study.lock", ignored);
  for (const std::string& made : folder.made_) fs::remove(made, ignored);  // only when empty
}

std::string StudyFolder::checkpoint_folder() const {
  const std::string folder = checkpoints_in(path_);
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    throw Error({.where = folder,
                 .what = "the folder for checkpoints cannot be made (" + failure.message() + ")",
                 .got = "",
                 .expected = "",
                 .mend = ""});
  }
  return folder;
}

void StudyFolder::remove_checkpoints() const {
  std::error_code ignored;
  const fs::path folder = checkpoints_in(path_);
  std::vector<fs::path> ours;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().filename().string().starts_with("trial-")) ours.push_back(entry.path());
  }
  for (const fs::path& file : ours) fs::remove(file, ignored);
  fs::remove(folder, ignored);  // only when empty
}

void StudyFolder::write_policy(const StudyRecord& record) const {
  write_policy_file(policy_path(), found_policy(record));
}

void StudyFolder::write_best_so_far(const StudyRecord& record, const TrialRecord& latest) const {
  const std::vector<const TrialRecord*> best = best_trials(record, 1, {});
  if (!best.empty() && best.front()->trial == latest.trial)
    write_policy_file(policy_path(), best_so_far(record));
}

StudyRecord read_study(const std::string& path) {
  return with_data_where_they_are(replay(*open_store(path, StoreMode::read)), path);
}

double search_seconds_of(const std::string& policy_file) {
  const fs::path file(policy_file);
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  if (file.filename() != "policy.json" || !holds_study(folder)) return 0.0;
  return read_study(folder).worker_seconds;
}

}  // namespace variegate
