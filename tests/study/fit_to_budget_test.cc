#include "variegate/study/fit_to_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/made_data.h"
#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// 40 pictures of 200 x 150 in two classes, of which 32 train, and two workers that take half a second an
// epoch.
class FitToBudget : public ::testing::Test {
 protected:
  FitToBudget() {
    for (const char* name : {"a", "b"}) {
      for (std::uint8_t i = 0; i < 20; ++i)
        write_png(folder_, std::string("d/") + name + "/" + std::to_string(i) + ".png",
                  plain_image(200, 150, {i, static_cast<std::uint8_t>(*name), 3}));
    }
    request_.study.data.train = folder_.file("d");
  }

  StudyOptions fitted(double budget) {
    request_.study.budget_seconds = budget;
    StudyPlan plan = plan_study(request_);
    double now = 0.0;
    const Trainers trainers{
        .jobs = 2, .open = [this](const OpenRequest& open) -> std::unique_ptr<Evaluator> {
          opened_.push_back(open);
          return std::make_unique<FakeEvaluator>(
              FakeEvaluator::Behaviour{.slots = 2, .seconds_per_epoch = 0.5, .tells_epochs = true}, stop_);
        }};
    said_.clear();
    fit_to_budget(
        plan, request_, trainers, [&now] { return now += 0.05; }, stop_,
        [this](const std::string& line) { said_.push_back(line); });
    return plan.study;
  }

  TemporaryFolder folder_;
  StudyRequest request_;
  std::atomic<bool> stop_{false};
  std::vector<OpenRequest> opened_;
  std::vector<std::string> said_;
};

TEST_F(FitToBudget, MeasuresAtTheSmallestSizeAndTakesTheOneAtWhichEnoughTrialsFit) {
  const StudyOptions day = fitted(24 * 3600);
  EXPECT_EQ(opened_.at(0).data.resolution, 64);
  EXPECT_EQ(opened_.at(0).data.train_size, 32);
  EXPECT_EQ(day.data.resolution, 128);
  EXPECT_EQ(day.data.train_size, 0) << "the full task fits";
  EXPECT_EQ(day.epochs, 100);
  EXPECT_EQ(day.trials, 0) << "as many as the budget allows";
  EXPECT_EQ(fitted(900).data.resolution, 64);
  EXPECT_THAT(said_.front(), "measuring the speed of training");
  EXPECT_THAT(said_.at(1), HasSubstr("a worker trains 64 images/s; a trial (32 training images at 64x64"));
}

TEST_F(FitToBudget, LeavesAloneWhatIsNamed) {
  request_.study.data.resolution = 96;
  request_.study.epochs = 90;
  request_.given = {.task = true, .resolution = true};
  const StudyOptions study = fitted(900);
  EXPECT_EQ(opened_.at(0).data.resolution, 96);
  EXPECT_EQ(study.data.resolution, 96);
  EXPECT_EQ(study.epochs, 90);
}

TEST_F(FitToBudget, SetsTheMembersOfAPopulation) {
  request_.study.method = "pba";
  EXPECT_EQ(fitted(24 * 3600).members, 16);
  const std::int64_t fewer = fitted(250).members;
  EXPECT_GE(fewer, 8);
  EXPECT_LT(fewer, 16);
  request_.study.members = 12;
  EXPECT_EQ(fitted(24 * 3600).members, 12);
}

TEST_F(FitToBudget, RefusesABudgetForWhichNothingFitsAndNamesTheLeast) {
  const std::string text = error_text([&] { fitted(20); });
  EXPECT_THAT(text,
              HasSubstr("--budget: too short for two trials and a final round; got 20s, where a trial"));
  EXPECT_THAT(text, HasSubstr("expected at least "));
}

TEST_F(FitToBudget, IsInterrupted) {
  stop_ = true;
  try {
    fitted(900);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

}  // namespace
}  // namespace variegate
