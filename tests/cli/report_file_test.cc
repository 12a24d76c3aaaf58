#include "cli/report_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/study/fake_study.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/study/comparison_json.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ReportFile, TellsAStudyOnDiskAndItsComparison) {
  const TemporaryFolder folder;
  StudyRecord record;
  {
    StudyFolder study = StudyFolder::create(folder.path());
    record = run_fake(fake_options(), study.log(), {});
  }
  ASSERT_TRUE(record.chosen);
  EXPECT_EQ(write_report(folder.path()), folder.path() + "/report.html");
  const std::string page = text_of(folder.path() + "/report.html");
  EXPECT_THAT(page, HasSubstr("The policy: " + *record.chosen));
  EXPECT_THAT(page, HasSubstr("0123456789abcdef"));  // the digest
  EXPECT_THAT(page, HasSubstr("variegate train " + folder.path() + "/policy.json"));
  EXPECT_THAT(page, Not(HasSubstr("On the test set")));

  ComparisonRecord comparison;
  comparison.arms = {
      {.name = "policy.json", .policy = found_policy(record), .seeds = {1, 2}, .values = {0.75, 0.75}},
      {.name = "manual", .policy = record.options.space.base, .seeds = {1, 2}, .values = {0.5, 0.5}}};
  comparison.epochs = 10;
  comparison.data = record.data;
  write_file_atomically(folder.file("comparison.json"), json_text(to_json(comparison)));
  const std::string other = folder.file("other.html");
  EXPECT_EQ(write_report(folder.path(), other), other);
  EXPECT_THAT(text_of(other), HasSubstr("On the test set"));
  EXPECT_THAT(text_of(other), HasSubstr("gains 25.0 points over manual"));
}

TEST(ReportFile, TheCommandsJudgeByTheMetricOfTheStudy) {
  const TemporaryFolder folder;
  StudyFolder study = StudyFolder::create(folder.path());
  StudyRecord record = run_fake(fake_options(), study.log(), {});
  for (const bool by_loss : {false, true}) {
    if (by_loss) record.options.metric = "loss";
    for (const PolicyUse& use : policy_uses(record, folder.path())) {
      const bool judges = by_loss && (use.command.starts_with("variegate train ") ||
                                      use.command.starts_with("variegate compare "));
      EXPECT_EQ(use.command.find(" --metric loss") != std::string::npos, judges) << use.command;
    }
  }
}

TEST(ReportFile, OfAFolderWithoutAStudyIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_report(folder.path()), Error);
}

}  // namespace
}  // namespace variegate::cli
