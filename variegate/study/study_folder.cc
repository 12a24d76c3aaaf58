#include "variegate/study/study_folder.h"

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/final_round.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

std::string log_in(const std::string& folder) { return folder + "/study.sqlite"; }

std::string checkpoints_in(const std::string& folder) { return folder + "/checkpoints"; }

bool holds_study(const std::string& folder) {
  std::error_code ignored;
  return fs::exists(log_in(folder), ignored);
}

}  // namespace

StudyFolder::StudyFolder(const std::string& path, std::unique_ptr<CoordinatorLock> lock)
    : path_(path),
      lock_(std::move(lock)),
      store_(std::make_unique<SqliteStore>(log_in(path), SqliteStore::Mode::write)) {}

StudyFolder StudyFolder::create(const std::string& path) {
  std::error_code failure;
  fs::create_directories(path, failure);
  if (failure) {
    throw Error({.where = path,
                 .what = "the folder of the study cannot be made (" + failure.message() + ")",
                 .got = "",
                 .expected = "",
                 .mend = "name another one by --out"});
  }
  auto lock =
      std::make_unique<CoordinatorLock>(path);  // first: of two that are started at once, one makes the log
  if (holds_study(path)) {
    throw Error({.where = path,
                 .what = "there is a study in this folder already",
                 .got = "",
                 .expected = "a new folder",
                 .mend = "go on with it by --resume, or name another folder by --out"},
                ErrorKind::usage);
  }
  return StudyFolder(path, std::move(lock));
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
  return StudyFolder(path, std::make_unique<CoordinatorLock>(path));
}

void StudyFolder::discard_unstarted(StudyFolder folder) {
  if (!replay(*folder.store_).record.trials.empty()) return;
  folder.store_.reset();
  std::error_code ignored;
  fs::remove(log_in(folder.path_), ignored);
  fs::remove(folder.path_ + "/lock", ignored);
  fs::remove(folder.path_, ignored);  // only when empty
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
  fs::remove_all(checkpoints_in(path_), ignored);
}

void StudyFolder::write_policy(const StudyRecord& record) const {
  write_policy_file(policy_path(), found_policy(record));
}

StudyRecord read_study(const std::string& path) {
  return study_record(SqliteStore(log_in(path), SqliteStore::Mode::read));
}

StudyOptions options_of(const std::string& path) { return read_study(path).options; }

double search_seconds_of(const std::string& policy_file) {
  const fs::path file(policy_file);
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  if (file.filename() != "policy.json" || !holds_study(folder)) return 0.0;
  return read_study(folder).worker_seconds;
}

}  // namespace variegate
