#include "variegate/study/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/policy/published.h"
#include "variegate/search/usual_trials.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Pictures of two classes in folder d.
class Plan : public ::testing::Test {
 protected:
  void write_pictures(int width, int height, bool colour) {
    for (const char* name : {"a", "b"}) {
      for (std::uint8_t i = 0; i < 4; ++i) {
        const auto shade = static_cast<std::uint8_t>(10 * i + *name);
        const std::vector<std::uint8_t> pixel =
            colour ? std::vector<std::uint8_t>{shade, 200, 3} : std::vector<std::uint8_t>{shade};
        write_png(folder_, std::string("d/") + name + "/" + std::to_string(i) + ".png",
                  plain_image(width, height, pixel));
      }
    }
    request_.study.data.train = folder_.file("d");
  }

  StudyPlan plan() const { return plan_study(request_); }
  std::string error() const {
    return error_text([&] { plan_study(request_); });
  }

  TemporaryFolder folder_;
  StudyRequest request_;
};

TEST_F(Plan, OfSmallGreyPicturesKeepsThemAndCropsAlone) {
  write_pictures(28, 28, false);
  const StudyPlan made = plan();
  EXPECT_EQ(made.study.data.resolution, 0);
  EXPECT_EQ(made.study.data.fit, "stretch");
  EXPECT_EQ(made.study.space.base, base_policy("crop"));
  EXPECT_THAT(made.sizes.sides, IsEmpty());
  EXPECT_THAT(made.notes, ElementsAre(HasSubstr("method gp: ")));
}

TEST_F(Plan, OfLargeColourPicturesCutsThemAndSaysSo) {
  write_pictures(200, 150, true);
  const StudyPlan made = plan();
  EXPECT_EQ(made.study.data.resolution, 96);
  EXPECT_EQ(made.study.data.fit, "crop");
  EXPECT_EQ(made.study.space.base, base_policy("resized-crop-flip"));
  EXPECT_THAT(made.sizes.sides, ElementsAre(128, 96, 64));
  EXPECT_THAT(made.notes, ElementsAre(HasSubstr("200 x 150: trained at 96 x 96"), HasSubstr("method gp")));
}

TEST_F(Plan, LeavesTheSizeToABudgetUnlessItIsNamed) {
  write_pictures(200, 150, true);
  request_.study.budget_seconds = 60.0;
  EXPECT_THAT(plan().notes, ElementsAre(HasSubstr("method"))) << "what fits is said then";
  request_.study.data.resolution = 64;
  request_.given.resolution = true;
  const StudyPlan named = plan();
  EXPECT_EQ(named.study.data.resolution, 64);
  EXPECT_THAT(named.sizes.sides, IsEmpty()) << "nothing to choose";
}

TEST_F(Plan, HasFortyTrialsOrSixteenMembersUnlessABudgetDecides) {
  write_pictures(28, 28, true);
  EXPECT_EQ(plan().study.trials, kUsualTrials);
  request_.study.budget_seconds = 60.0;
  EXPECT_EQ(plan().study.trials, 0);
  request_.study.method = "pba";
  EXPECT_EQ(plan().study.members, kUsualMembers) << "a population has members whatever the budget";
  EXPECT_EQ(plan().study.trials, 0);
  request_.study.members = 9;
  EXPECT_EQ(plan().study.members, 9);
}

TEST_F(Plan, ChoosesTheSpaceByTheMethodAndTheMethodByTheSpace) {
  write_pictures(28, 28, true);
  request_.study.method = "pba";
  EXPECT_EQ(plan().study.space.name(), "intensities");
  request_.given.space = true;
  EXPECT_THAT(error(), HasSubstr("does not fit the space"));
  request_ = {.study = {.data = request_.study.data, .method = "auto"}, .space = {.kind = "intensities"}};
  EXPECT_EQ(plan().study.method, "pba");
  request_.space = {.kind = "list", .policies = {"none", "trivialaugment"}};
  EXPECT_EQ(plan().study.method, "grid");
  request_.space = {.kind = "uniform", .ops = {"rotate", "invert"}};
  EXPECT_EQ(std::get<UniformSpace>(plan().study.space.kind).ops, request_.space.ops);
}

TEST_F(Plan, PutsTheMixesIntoEveryKindThatCanChooseThem) {
  write_pictures(28, 28, true);
  const std::vector<std::string> mixes{"mixup", "cutmix"};
  request_.given.space = true;
  for (const char* kind : {"sub-policies", "uniform", "intensities"}) {
    request_.space = {.kind = kind, .mixes = mixes};
    const std::vector<Dimension> coordinates = dimensions(plan().study.space);
    EXPECT_EQ(coordinates[coordinates.size() - 3].name, "mix") << kind;
    EXPECT_EQ(coordinates[coordinates.size() - 3].size, 3) << kind;
  }
  request_.space = {.kind = "list", .mixes = mixes, .policies = {"none"}};
  EXPECT_THAT(error(), HasSubstr("mixes of samples beside a list of policies"));
  request_.space = {.mixes = {"mixpu"}};
  EXPECT_THAT(error(), HasSubstr("did you mean 'mixup'?"));
}

TEST_F(Plan, TakesTheNamesOfFilesAbsolute) {
  write_pictures(28, 28, true);
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.file("."));
  std::ofstream("base.json")
      << R"({"format": "variegate-policy", "version": 1, "fields": {"image": "image"},)"
      << R"( "policy": {"call": "rotate", "with": {"degrees": 5}}})";
  request_.study.data.train = "d";
  request_.study.baselines = {"none", "base.json"};
  const StudyOptions study = plan().study;
  std::filesystem::current_path(before);
  EXPECT_TRUE(std::filesystem::path(study.data.train).is_absolute());
  EXPECT_TRUE(std::filesystem::path(study.baselines[1]).is_absolute()) << study.baselines[1];
  EXPECT_EQ(study.baselines[0], "none");
}

TEST_F(Plan, RefusesWhatCannotRun) {
  write_pictures(28, 28, true);
  const StudyRequest good = request_;
  const auto refused = [&](auto change) {
    request_ = good;
    change(request_);
    return error();
  };
  EXPECT_THAT(refused([](auto& request) { request.space.base = "crp"; }), HasSubstr("did you mean 'crop'?"));
  EXPECT_THAT(refused([](auto& request) { request.space.kind = "list"; }),
              HasSubstr("no policies to choose from"));
  EXPECT_THAT(refused([](auto& request) { request.space.ops = {"rotat"}; }),
              HasSubstr("did you mean 'rotate'?"));
  EXPECT_THAT(refused([](auto& request) { request.study.epochs = 0; }),
              HasSubstr("--epochs: out of range; got 0"));
  EXPECT_THAT(refused([](auto& request) { request.study.method = "tep"; }), HasSubstr("did you mean 'tpe'?"));
  EXPECT_THAT(refused([](auto& request) {
                request.study.method = "random";
                request.study.settings = {{"candidates", 2}};
              }),
              HasSubstr("the method has no settings"));
  EXPECT_THAT(refused([](auto& request) { request.study.baselines = {"nine"}; }),
              HasSubstr("no such policy"));
}

TEST_F(Plan, WarnsOfASpaceThatIsTooLargeForTheMethod) {
  write_pictures(28, 28, true);
  EXPECT_THAT(plan().warnings, IsEmpty());
  request_.space.sub_policies.sub_policies = 30;
  EXPECT_THAT(plan().warnings, ElementsAre(HasSubstr("gp learns little over")));
}

TEST_F(Plan, AResumeKeepsWhatWasChosenAndIsNotNamed) {
  write_pictures(200, 150, true);
  StudyOptions before = plan().study;
  before.method = "evolution";
  before.data.resolution = 64;
  before.data.train_size = 500;
  before.data.allow_overlap = true;
  before.epochs = 72;
  before.final_seeds = 3;
  const StudyOptions kept = resumed(plan().study, request_, before);
  EXPECT_EQ(kept.method, "evolution");
  EXPECT_EQ(kept.data, before.data);
  EXPECT_EQ(kept.epochs, 72);
  EXPECT_EQ(kept.final_seeds, 3);
  request_.study.method = "tpe";
  request_.study.epochs = 50;
  request_.study.data.resolution = 128;
  request_.given = {.task = true, .resolution = true, .final_seeds = true};
  const StudyOptions named = resumed(plan().study, request_, before);
  EXPECT_EQ(named.method, "tpe");
  EXPECT_EQ(named.epochs, 50);
  EXPECT_EQ(named.data.resolution, 128);
  EXPECT_EQ(named.data.train_size, 0);
  EXPECT_EQ(named.final_seeds, 0);
}

TEST_F(Plan, AResumeOfAPopulationKeepsItsMembers) {
  write_pictures(28, 28, true);
  request_.study.method = "pba";
  StudyOptions before = plan().study;
  before.members = 10;
  EXPECT_EQ(resumed(plan().study, request_, before).members, 10);
  request_.study.members = 12;
  EXPECT_EQ(resumed(plan().study, request_, before).members, 12) << "which the study then refuses";
}

TEST(Continued, HasNewLimitsAndPlacesAndNothingElse) {
  StudyOptions before;
  before.data.train = "/old";
  before.trials = 40;
  before.epochs = 72;
  StudyRequest request;
  request.study.data.train = "/new";
  request.study.trials = 60;
  request.study.epochs = 5;
  EXPECT_EQ(continued(before, request).trials, 40) << "not named";
  request.given.trials = true;
  const StudyOptions now = continued(before, request);
  EXPECT_EQ(now.trials, 60);
  EXPECT_EQ(now.data.train, "/new");
  EXPECT_EQ(now.epochs, 72);
}

TEST(CheckStudyApart, RefusesAStudyAmongItsDataAndDataInAStudy) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.file("d/a"));
  const DataSpec data{.train = folder.file("d")};
  const auto refused = [&](const std::string& out) {
    return error_text([&] { check_study_apart(data, folder.file(out)); });
  };
  EXPECT_THAT(refused("d/study"), HasSubstr("the study would lie among the data"));
  EXPECT_THAT(refused("."), HasSubstr("the data would lie in the folder of the study"));
  EXPECT_NO_THROW(check_study_apart(data, folder.file("study")));
  EXPECT_NO_THROW(check_study_apart({.train = "shards/*.tar"}, folder.file("study")));
}

}  // namespace
}  // namespace variegate
