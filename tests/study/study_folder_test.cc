#include "variegate/study/study_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/final_round.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

TEST(StudyFolder, AFolderWithAStudyIsRefusedWithoutResume) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a/b/study");
  { StudyFolder::create(path); }
  EXPECT_THAT(error_text([&] { StudyFolder::create(path); }),
              AllOf(HasSubstr("there is a study in this folder already"), HasSubstr("--resume")));
  EXPECT_NO_THROW(StudyFolder::resume(path));
}

TEST(StudyFolder, ResumingWhereThereIsNoStudyIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_text([&] { StudyFolder::resume(folder.path()); }),
              HasSubstr("no study in this folder to resume"));
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
    const StudyRecord stopped = run_fake(fake_options(), study.store(), {.stop_after = 9});
    EXPECT_THAT(error_text([&] { study.write_policy(stopped); }), HasSubstr("no policy is chosen yet"));
  }
  StudyFolder study = StudyFolder::resume(folder.path());
  EXPECT_EQ(options_of(folder.path()).trials, 12) << "read while a coordinator is at work";
  const StudyRecord record = run_fake(fake_options(), study.store(), {.slots = 2});
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
