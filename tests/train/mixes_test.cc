// Training on mixed pictures with soft labels.
#include <ATen/ops/from_blob.h>
#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/made_images.h"
#include "variegate/data/pool_dataset.h"
#include "variegate/policy/published.h"
#include "variegate/train/learner.h"
#include "variegate/train/loss.h"
#include "variegate/train/trainer.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kCount = 2;
constexpr std::int64_t kClasses = 3;
float logits[kCount * kClasses] = {1.5F, -0.5F, 0.25F, -2.0F, 3.0F, 0.0F};

double log_share(std::int64_t row, std::int64_t k) {
  double sum = 0.0;
  for (std::int64_t j = 0; j < kClasses; ++j) sum += std::exp(double{logits[row * kClasses + j]});
  return logits[row * kClasses + k] - std::log(sum);
}

double loss_of(const at::Tensor& truth, double smoothing) {
  return loss_named("cross_entropy")
      .value({.logits = at::from_blob(logits, {kCount, kClasses}, at::kFloat),
              .truth = truth,
              .label_smoothing = smoothing})
      .item<double>();
}

TEST(TrainingLoss, OfSoftLabelsIsTheirCrossEntropySmoothed) {
  float truth[kCount * kClasses] = {0.75F, 0.25F, 0.0F, 0.0F, 0.5F, 0.5F};
  for (const double smoothing : {0.0, 0.1}) {
    double expected = 0.0;
    for (std::int64_t row = 0; row < kCount; ++row) {
      for (std::int64_t k = 0; k < kClasses; ++k) {
        const double share = (1 - smoothing) * double{truth[row * kClasses + k]} + smoothing / kClasses;
        expected -= share * log_share(row, k) / kCount;
      }
    }
    EXPECT_NEAR(loss_of(at::from_blob(truth, {kCount, kClasses}, at::kFloat), smoothing), expected, 1e-6);
  }
}

TEST(TrainingLoss, OfALabelIsThatOfAllItsWeightOnOneClass) {
  float truth[kCount * kClasses] = {0.0F, 0.0F, 1.0F, 0.0F, 1.0F, 0.0F};
  std::int64_t labels[kCount] = {2, 1};
  for (const double smoothing : {0.0, 0.1}) {
    EXPECT_NEAR(loss_of(at::from_blob(truth, {kCount, kClasses}, at::kFloat), smoothing),
                loss_of(at::from_blob(labels, {kCount}, at::kLong), smoothing), 1e-6);
  }
}

TEST(TrainingMixes, AccuracyIsThatOfTheClassThatWeighsMost) {
  const auto accuracy = [&](float bright) {
    Learner learner({.model = "small-conv:4"}, {.fields = {{"image", ImageShape{16, 16, 3}}}, .classes = 2},
                    1, false);
    const std::vector<float> pixels(8 * 16 * 16 * 3);
    std::vector<float> soft;
    for (int i = 0; i < 8; ++i) soft.insert(soft.end(), {1 - bright, bright});
    learner.learn({.size = 8,
                   .fields = {pixels.data()},
                   .labels = std::vector<std::int64_t>(8, 0),
                   .soft_labels = soft.data()},
                  0.0);
    return learner.finish_epoch().accuracy;
  };
  // Pictures that are all alike are all answered alike.
  EXPECT_EQ(accuracy(0.4F) + accuracy(0.6F), 1.0);
  EXPECT_EQ(accuracy(0.4F), accuracy(0.1F));
}

RunRequest request(const std::string& policy, int epochs) {
  RunRequest run;
  run.seed = 11;
  Train work{.policy = with_base(base_policy("crop-flip"), find_policy(policy)), .epochs = epochs};
  for (int epoch = 1; epoch <= epochs; ++epoch) work.report_epochs.push_back(epoch);
  run.work = work;
  return run;
}

std::string train(const RunRequest& run, const TrainerOptions& options = {}, int stop = 0) {
  const Trainer trainer(bright_and_dark(60, 1), bright_and_dark(40, 2),
                        {.model = "small-conv:4", .batch_size = 16, .label_smoothing = 0.1}, options);
  std::ostringstream text;
  trainer.train(run, [&](const Report& report) {
    text << std::hexfloat << report.epoch << ' ' << report.value << ' ' << report.loss << ' '
         << report.train_accuracy << '\n';
    return report.epoch != stop;
  });
  return text.str();
}

TEST(TrainingMixes, RepeatFromTheSeedWithAnyOverlapAndGoOnFromACheckpoint) {
  for (const char* policy : {"mixup:0.2", "mixup-cutmix"}) {
    const std::string whole = train(request(policy, 4));
    EXPECT_EQ(train(request(policy, 4)), whole);
    EXPECT_EQ(train(request(policy, 4), {.overlap = false}), whole);
    EXPECT_NE(train(request("none", 4)), whole);
    const TemporaryFolder folder;
    RunRequest run = request(policy, 4);
    run.checkpoint = folder.file("trial.state");
    const std::string half = train(run, {}, 2);
    EXPECT_TRUE(whole.starts_with(half));
    EXPECT_LT(half.size(), whole.size());
    EXPECT_EQ(train(run), whole);
  }
}

TEST(TrainingMixes, LearnBrightFromDark) {
  const Trainer trainer(bright_and_dark(128, 1), bright_and_dark(200, 2),
                        {.model = "small-conv:8", .batch_size = 32});
  EXPECT_GT(trainer.train(request("mixup:0.2", 12), [](const Report&) { return true; }).value, 0.95);
}

TEST(TrainingMixes, GiveSoftLabelsToTheBatchesOfTraining) {
  const PictureSet set = bright_and_dark(20, 1);
  const PoolDataset data(set);
  TrainingBatches mixed(data, picture_loading(set), published_policy("mixup:1"), {.batch_size = 10});
  const TrainingBatch* batch = mixed.next();
  ASSERT_NE(batch, nullptr);
  ASSERT_NE(batch->soft_labels, nullptr);
  for (std::size_t i = 0; i < batch->size; ++i)
    EXPECT_NEAR(batch->soft_labels[2 * i] + batch->soft_labels[2 * i + 1], 1.0F, 1e-6F);
  TrainingBatches plain(data, picture_loading(set), Policy(), {.batch_size = 10});
  EXPECT_EQ(plain.next()->soft_labels, nullptr);
}

TEST(TrainingMixes, HaveNoRightAnswerForAFrozenChildToBeJudgedBy) {
  const Trainer trainer(bright_and_dark(20, 1), bright_and_dark(20, 2), {.model = "small-conv:4"});
  RunRequest run;
  run.work = Score{.policy = published_policy("mixup"), .frozen = "nowhere"};
  EXPECT_THAT(error_text([&] { trainer.run(run, {}); }), HasSubstr("judged by one label a sample"));
}

}  // namespace
}  // namespace variegate
