#include "variegate/study/study_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

TEST(StudyFolder, AFolderWithAStudyIsRefusedWithoutResume) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a/b/study");
  {
    StudyFolder study = StudyFolder::create(path);
    run_fake(fake_options(), study.log(), {.stop_after = 1});
  }
  EXPECT_THAT(error_text([&] { StudyFolder::create(path); }),
              AllOf(HasSubstr("there is a study in this folder already"), HasSubstr("--resume")));
  EXPECT_NO_THROW(StudyFolder::resume(path));
}

TEST(StudyFolder, ResumingWhereThereIsNoStudyIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_text([&] { StudyFolder::resume(folder.path()); }),
              HasSubstr("no study in this folder to resume"));
}

TEST(StudyFolder, AFolderWithFilesThatAStudyWouldOverwriteIsRefusedAndLeftAsItWas) {
  for (const std::string name : {"policy.json", "report.html", "comparison.json", "checkpoints/model.pt"}) {
    const TemporaryFolder folder;
    const std::filesystem::path mine = folder.file(name);
    std::filesystem::create_directories(mine.parent_path());
    std::ofstream(mine) << "mine";
    EXPECT_THAT(error_text([&] { StudyFolder::create(folder.path()); }),
                AllOf(HasSubstr("holds files that no study of ours wrote"), HasSubstr(name.substr(0, 6))));
    std::string text;
    std::ifstream(mine) >> text;
    EXPECT_EQ(text, "mine");
    const auto inside = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin(inside), end(inside)), 1) << "nothing is left behind";
  }
}

TEST(StudyFolder, OtherFilesAreLeftAloneAndAFailedStartTakesAwayOnlyWhatItMade) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("notes.txt")) << "mine";
  std::ofstream(folder.file("lock")) << "mine";
  StudyFolder::discard_unstarted(StudyFolder::create(folder.path()));
  EXPECT_TRUE(std::filesystem::exists(folder.file("notes.txt")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("lock")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("study.sqlite")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("study.lock")));
  std::filesystem::create_directory(folder.file("empty"));
  StudyFolder::discard_unstarted(StudyFolder::create(folder.file("empty")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("empty"))) << "it was there before";
  StudyFolder::discard_unstarted(StudyFolder::create(folder.file("a/b/c")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("a")));
}

TEST(StudyFolder, CheckpointsThatAreNotOursStay) {
  const TemporaryFolder folder;
  const StudyFolder study = StudyFolder::create(folder.path());
  std::ofstream(study.checkpoint_folder() + "/trial-3") << "ours";
  study.remove_checkpoints();
  EXPECT_FALSE(std::filesystem::exists(folder.file("checkpoints")));
  std::ofstream(study.checkpoint_folder() + "/trial-3") << "ours";
  std::ofstream(folder.file("checkpoints/model.pt")) << "mine";
  study.remove_checkpoints();
  EXPECT_TRUE(std::filesystem::exists(folder.file("checkpoints/model.pt")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("checkpoints/trial-3")));
}

TEST(StudyFolder, AStudyKilledBeforeItsFirstEventIsBegunAnew) {
  const TemporaryFolder folder;
  { StudyFolder::create(folder.path()); }  // tables, no event
  EXPECT_NO_THROW(StudyFolder::create(folder.path()));
  std::ofstream(folder.file("study.sqlite"), std::ios::trunc).flush();  // not even tables
  EXPECT_THAT(error_text([&] { read_study(folder.path()); }),
              HasSubstr("its study was stopped before it began"));
  EXPECT_NO_THROW(StudyFolder::create(folder.path()));
}

TEST(StudyFolder, TheBestSoFarIsWrittenWhenATrialIsTheBest) {
  const TemporaryFolder folder;
  StudyFolder study = StudyFolder::create(folder.path());
  std::vector<double> scores;
  StudyObserver observer;
  observer.trial_ended = [&](const StudyProgress& now, const TrialRecord& trial) {
    study.write_best_so_far(now.record, trial);
    const Policy policy = read_policy_file(study.policy_path());
    EXPECT_EQ(policy.provenance.source, "variegate search: best so far");
    EXPECT_EQ(policy.provenance.score, best_trials(now.record, 1, {}).front()->outcome->reward);
    scores.push_back(policy.provenance.score);
  };
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator({.stop_after = 40}, stop);
  run_study(fake_options(), study.log(), evaluator, observer, stop, chaotic_searcher);
  ASSERT_GT(scores.size(), 3U);
  EXPECT_TRUE(std::is_sorted(scores.begin(), scores.end()));
}

TEST(StudyFolder, DataAreFoundAfterTheStudyOrTheyOrBothWereMoved) {
  namespace fs = std::filesystem;
  const TemporaryFolder folder;
  const auto make = [&](const std::string& name) { fs::create_directories(folder.file(name)); };
  make("one/photos");
  make("one/camera");
  StudyOptions options = fake_options();
  options.data.train = folder.file("one/photos");
  options.data.validation = folder.file("one/camera");
  {
    StudyFolder study = StudyFolder::create(folder.file("one/study"));
    run_fake(options, study.log(), {.stop_after = 5});
  }
  const auto now = [&](const std::string& study) { return read_study(folder.file(study)).options.data; };
  EXPECT_EQ(now("one/study").train, folder.file("one/photos"));
  fs::rename(folder.file("one/study"), folder.file("study"));
  EXPECT_EQ(now("study").train, folder.file("one/photos")) << "the study alone";
  fs::rename(folder.file("study"), folder.file("one/study"));
  fs::rename(folder.file("one"), folder.file("two"));
  EXPECT_EQ(now("two/study").train, folder.file("two/photos")) << "both together";
  EXPECT_EQ(now("two/study").validation, folder.file("two/camera"));
  EXPECT_EQ(now("two/study").test, "");
  fs::rename(folder.file("two/photos"), folder.file("elsewhere"));
  EXPECT_EQ(now("two/study").train, folder.file("one/photos")) << "nobody knows: as the log has it";
  options.data = now("two/study");
  options.data.train = folder.file("elsewhere");
  {
    StudyFolder study = StudyFolder::resume(folder.file("two/study"));
    run_fake(options, study.log(), {.stop_after = 5});
  }
  EXPECT_EQ(now("two/study").train, folder.file("elsewhere")) << "said once, it is remembered";
}

TEST(StudyFolder, RelativePathsOfOldLogsAreReadFromTheStudyToo) {
  namespace fs = std::filesystem;
  const TemporaryFolder folder;
  fs::create_directories(folder.file("study/photos"));
  StudyState state;
  state.record.options.data.train = "photos";
  EXPECT_EQ(data_where_they_are(state, folder.file("study")).train, folder.file("study/photos"));
  EXPECT_EQ(data_where_they_are(state, folder.path()).train, "photos");
}

TEST(StudyFolder, ASecondCoordinatorIsRefused) {
  const TemporaryFolder folder;
  const StudyFolder first = StudyFolder::create(folder.path());
  EXPECT_THAT(error_text([&] { StudyFolder::resume(folder.path()); }), HasSubstr("is working on this study"));
}

TEST(StudyFolder, AStudyOnDiskIsResumedReadAndLeavesItsPolicy) {
  const TemporaryFolder folder;
  {
    StudyFolder study = StudyFolder::create(folder.path());
    const StudyRecord stopped = run_fake(fake_options(), study.log(), {.stop_after = 9});
    EXPECT_THAT(error_text([&] { study.write_policy(stopped); }), HasSubstr("no policy is chosen yet"));
  }
  StudyFolder study = StudyFolder::resume(folder.path());
  EXPECT_EQ(read_study(folder.path()).options.trials, 12) << "read while a coordinator is at work";
  const StudyRecord record = run_fake(fake_options(), study.log(), {.slots = 2});
  study.write_policy(record);
  MemoryStore memory;
  EXPECT_EQ(fingerprint(record), fingerprint(run_fake(fake_options(), memory, {})));
  EXPECT_EQ(fingerprint(read_study(folder.path())), fingerprint(record));
  EXPECT_EQ(read_policy_file(study.policy_path()), found_policy(record));
  EXPECT_DOUBLE_EQ(search_seconds_of(study.policy_path()), record.worker_seconds);
  EXPECT_EQ(search_seconds_of(folder.file("other.json")), 0.0);
}

}  // namespace
}  // namespace variegate
