// Runs that train nothing: Score and Embed, and the one-shot methods that there are.
#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/made_images.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"
#include "variegate/train/checkpoint.h"
#include "variegate/train/child_model.h"
#include "variegate/train/normalisation.h"
#include "variegate/train/optimiser.h"
#include "variegate/train/trainer.h"

namespace variegate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const ChildSpec kSmall = {.model = "small-conv:4", .batch_size = 16, .precision = "fp32"};

ImageSet training_set() { return bright_and_dark(60, 1); }
ImageSet evaluation_set() { return bright_and_dark(40, 2); }

Done run(const Trainer& trainer, const RunRequest& request) {
  return trainer.run(request, [](const Report&) { return true; });
}

class FrozenChild : public ::testing::Test {
 protected:
  FrozenChild() {
    RunRequest request{.trial = 1, .seed = 5, .checkpoint = frozen};
    request.work = Train{.policy = base_policy("crop-flip"), .epochs = 3};
    trained = run(trainer, request);
  }

  RunRequest score(const Policy& policy, std::uint64_t seed = 9) const {
    RunRequest request{.trial = 2, .seed = seed};
    request.work = Score{.policy = policy, .frozen = frozen};
    return request;
  }

  RunRequest embed(const std::string& checkpoint, std::uint64_t seed = 9) const {
    RunRequest request{.trial = 3, .seed = seed};
    request.work = Embed{.frozen = checkpoint};
    return request;
  }

  TemporaryFolder folder;
  std::string frozen = folder.file("frozen.state");
  Trainer trainer{training_set(), evaluation_set(), kSmall};
  Done trained;
};

// The child of the checkpoint, put together by hand.
std::unique_ptr<ChildModel> child_of(const std::string& file) {
  auto child = make_child(kSmall.model, {.fields = {{"image", ImageShape{16, 16, 3}}}, .classes = 2});
  Optimiser optimiser(*child, kSmall, at::kCPU);
  const auto checkpoint = read_checkpoint(file, "");
  optimiser.restore(checkpoint->buffers, checkpoint->steps);
  return child;
}

TEST_F(FrozenChild, IsScoredAsByHandOnTheSamplesThatThePolicyMakes) {
  const Policy policy = with_base(base_policy("crop-flip"), published_policy("randaugment:2:9"));
  const Done done = run(trainer, score(policy));

  const c10::NoGradGuard no_grad;
  const auto child = child_of(frozen);
  const TensorFormat format = normalisation(PictureSet(training_set()));
  const Pipeline pipeline(policy, 9);
  Scratch scratch;
  double loss = 0.0;
  int right = 0;
  ImageSet samples = evaluation_set();
  for (Sample& sample : samples.samples) {
    pipeline.apply(sample, 0, scratch);
    std::vector<float> pixels(16 * 16 * 3);
    kernels::normalise(sample.image(), format, pixels.data());
    const at::Tensor image = at::from_blob(pixels.data(), {1, 16, 16, 3}, at::kFloat).permute({0, 3, 1, 2});
    const at::Tensor logits = child->logits({&image, 1}, /*training=*/false);
    const double zero = logits[0][0].item<double>(), one = logits[0][1].item<double>();
    const double chosen = sample.label == 0 ? zero : one;
    loss += std::log(std::exp(zero) + std::exp(one)) - chosen;
    right += (one > zero) == (sample.label == 1) ? 1 : 0;
  }
  ASSERT_TRUE(done.scored.has_value());
  EXPECT_EQ(done.scored->samples, 40U);
  EXPECT_NEAR(done.scored->loss, loss / 40.0, 1e-5);
  EXPECT_DOUBLE_EQ(done.scored->accuracy, right / 40.0);
  EXPECT_DOUBLE_EQ(done.value, right / 40.0);
  EXPECT_EQ(done.epochs, 0);
}

TEST_F(FrozenChild, IsScoredAsItsOwnRunWasWhereThePolicyDoesNothingAndLeftAsItWas) {
  for (int repeat = 0; repeat < 2; ++repeat)
    EXPECT_DOUBLE_EQ(run(trainer, score(base_policy("none"))).value, trained.value);
}

TEST_F(FrozenChild, ScoresDependOnTheSeedOfTheDrawsAlone) {
  const Policy policy = published_policy("trivialaugment");
  const Done first = run(trainer, score(policy));
  EXPECT_EQ(run(Trainer(training_set(), evaluation_set(), kSmall, {.overlap = false}), score(policy)).scored,
            first.scored);
  EXPECT_NE(run(trainer, score(policy, 10)).scored, first.scored);
}

TEST_F(FrozenChild, FeaturesAreThoseOfEverySampleAndDeterministic) {
  const Done first = run(trainer, embed(frozen));
  ASSERT_TRUE(first.features.has_value());
  EXPECT_EQ(first.features->size, 16U) << "four times the width";
  EXPECT_EQ(first.features->values.size(), 40U * 16U);
  EXPECT_EQ(run(trainer, embed(frozen, 10)).features, first.features) << "a trained child has no draws";

  const c10::NoGradGuard no_grad;
  const auto child = child_of(frozen);
  const TensorFormat format = normalisation(PictureSet(training_set()));
  std::vector<float> pixels(16 * 16 * 3);
  kernels::normalise(evaluation_set().samples[7].image(), format, pixels.data());
  const at::Tensor image = at::from_blob(pixels.data(), {1, 16, 16, 3}, at::kFloat).permute({0, 3, 1, 2});
  const at::Tensor features = child->features({&image, 1}, /*training=*/false);
  for (int i = 0; i < 16; ++i)
    EXPECT_NEAR(first.features->values[7 * 16 + i], features[0][i].item<float>(), 1e-5) << i;
}

TEST_F(FrozenChild, WithoutACheckpointTheChildIsTheOneOfTheSeed) {
  const Done first = run(trainer, embed("", 4));
  EXPECT_NE(first.features, run(trainer, embed("", 5)).features);
  EXPECT_NE(first.features, run(trainer, embed(frozen)).features);
  EXPECT_EQ(first.features, run(trainer, embed("", 4)).features);
}

TEST_F(FrozenChild, MustBeThereAndOfTheSameChild) {
  RunRequest nowhere = score(base_policy("none"));
  std::get<Score>(nowhere.work).frozen = folder.file("nowhere");
  EXPECT_THAT(error_text([&] { run(trainer, nowhere); }),
              HasSubstr("checkpoint of the frozen child is not there"));
  RunRequest other = score(base_policy("none"));
  std::get<Score>(other.work).child = "small-conv:5";
  EXPECT_THAT(error_text([&] { run(trainer, other); }), HasSubstr("of another run"));
}

TEST_F(FrozenChild, AChildOfTheRunsOwnIsTrainedAndScoredInPlaceOfTheTasks) {
  RunRequest request{.trial = 4, .seed = 5, .checkpoint = folder.file("wider.state")};
  request.work = Train{.policy = base_policy("none"), .child = "small-conv:6", .epochs = 2};
  const Done wider = run(trainer, request);
  RunRequest scored = score(base_policy("none"));
  scored.work = Score{.policy = base_policy("none"), .child = "small-conv:6", .frozen = request.checkpoint};
  EXPECT_DOUBLE_EQ(run(trainer, scored).value, wider.value);
  RunRequest embedded = embed(request.checkpoint);
  std::get<Embed>(embedded.work).child = "small-conv:6";
  EXPECT_EQ(run(trainer, embedded).features->size, 24U);
  request.train().child = "smal-conv:6";
  request.checkpoint = "";
  EXPECT_THAT(error_text([&] { run(trainer, request); }), HasSubstr("did you mean 'small-conv'"));
}

TEST_F(FrozenChild, APollEndsAScoreAndAnEmbedWithoutTheirResult) {
  for (const RunRequest& request : {score(base_policy("none")), embed(frozen)}) {
    const Done done = trainer.run(
        request, [](const Report&) { return true; }, [] { return false; });
    EXPECT_TRUE(done.stopped);
    EXPECT_FALSE(done.scored.has_value());
    EXPECT_FALSE(done.features.has_value());
  }
}

TEST_F(FrozenChild, AOneShotMethodThatIsNotThereIsAnErrorThatSaysSo) {
  RunRequest request{.trial = 5};
  request.work = SuperTrain{.method = "darts", .space = {.kind = UniformSpace{}, .base = {}}, .epochs = 3};
  EXPECT_THAT(error_text([&] { run(trainer, request); }),
              AllOf(HasSubstr("no such one-shot method; got 'darts'"), HasSubstr("has no one-shot method")));
}

TEST_F(FrozenChild, ByLossTheSameEvaluationsAreJudgedByTheirCrossEntropy) {
  const Trainer by_loss(training_set(), evaluation_set(), kSmall, {.metric = "loss"});
  EXPECT_FALSE(by_loss.metric().larger_is_better);
  const Done done = run(by_loss, score(base_policy("none")));
  EXPECT_EQ(done.value, done.scored->loss);
  EXPECT_DOUBLE_EQ(done.scored->accuracy, trained.value);
  RunRequest request{.trial = 1, .seed = 5};
  request.work = Train{.policy = base_policy("crop-flip"), .epochs = 3};
  EXPECT_NEAR(run(by_loss, request).value, done.scored->loss, 1e-6)
      << "training does not depend on the metric";
  EXPECT_THAT(error_text([] { Trainer(training_set(), evaluation_set(), kSmall, {.metric = "los"}); }),
              HasSubstr("did you mean 'loss'"));
}

}  // namespace
}  // namespace variegate
