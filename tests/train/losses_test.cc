// Losses against closed forms in double precision, and their gradients against finite differences.
#include <ATen/ops/from_blob.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "tests/support/error_text.h"
#include "tests/support/source_path.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/made_images.h"
#include "variegate/data/pool_dataset.h"
#include "variegate/policy/published.h"
#include "variegate/train/loss.h"
#include "variegate/train/trainer.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

using testing::HasSubstr;
using Matrix = std::vector<std::vector<double>>;

at::Tensor tensor(const Matrix& rows) {
  std::vector<double> values;
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  const auto size = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  return at::from_blob(values.data(), {size(rows.size()), size(rows.front().size())}, at::kDouble).clone();
}

std::vector<double> shares(const std::vector<double>& logits) {
  double sum = 0.0;
  for (const double logit : logits) sum += std::exp(logit);
  std::vector<double> made;
  for (const double logit : logits) made.push_back(std::exp(logit) / sum);
  return made;
}

const Matrix kLogits = {{1.5, -0.5, 0.25}, {-2.0, 3.0, 0.0}, {0.1, 0.2, 0.3}};
const Matrix kOther = {{1.0, 0.5, -1.0}, {-2.0, 3.0, 0.0}, {4.0, -4.0, 0.0}};

at::Tensor labels() {
  std::vector<std::int64_t> values = {2, 1, 0};
  return at::from_blob(values.data(), {3}, at::kLong).clone();
}

TEST(Losses, AreListedByTheNamesOfTheirFilesWithTheirSources) {
  std::set<std::string> names;
  for (const auto factory : loss_factories()) {
    EXPECT_FALSE(factory().summary.empty());
    EXPECT_FALSE(factory().source.empty());
    names.insert(factory().name);
  }
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(source_path("variegate/train/losses")))
    files.insert(entry.path().stem().string());
  EXPECT_EQ(names, files);
  EXPECT_EQ(losses_of({}), std::vector<const Loss*>{&loss_named("cross_entropy")});
}

TEST(Losses, CrossEntropyIsItsClosedForm) {
  for (const double smoothing : {0.0, 0.1}) {
    double expected = 0.0;
    const std::vector<std::size_t> truth = {2, 1, 0};
    for (std::size_t row = 0; row < 3; ++row) {
      const std::vector<double> p = shares(kLogits[row]);
      for (std::size_t k = 0; k < 3; ++k) {
        const double wanted = (k == truth[row] ? 1 - smoothing : 0.0) + smoothing / 3;
        expected -= wanted * std::log(p[k]) / 3;
      }
    }
    const LossInputs inputs{.logits = tensor(kLogits), .truth = labels(), .label_smoothing = smoothing};
    EXPECT_NEAR(loss_named("cross_entropy").value(inputs).item<double>(), expected, 1e-12);
  }
}

double consistency(const Matrix& logits, const Matrix& clean) {
  return loss_named("consistency")
      .value({.logits = tensor(logits), .truth = labels(), .clean_logits = tensor(clean)})
      .item<double>();
}

TEST(Losses, ConsistencyIsTheJensenShannonDivergence) {
  double expected = 0.0;
  for (std::size_t row = 0; row < 3; ++row) {
    const std::vector<double> p = shares(kLogits[row]), q = shares(kOther[row]);
    for (std::size_t k = 0; k < 3; ++k) {
      const double m = (p[k] + q[k]) / 2;
      expected += (p[k] * std::log(p[k] / m) + q[k] * std::log(q[k] / m)) / 2 / 3;
    }
  }
  EXPECT_NEAR(consistency(kLogits, kOther), expected, 1e-12);
  EXPECT_NEAR(consistency(kOther, kLogits), expected, 1e-12) << "neither view is the truth";
  EXPECT_NEAR(consistency(kLogits, kLogits), 0.0, 1e-15);
  EXPECT_NEAR(consistency({{500.0, -500.0}}, {{-500.0, 500.0}}), std::numbers::ln2, 1e-12)
      << "its greatest value, of certain and opposite answers";
}

double info_nce(const std::vector<at::Tensor>& fields, double temperature) {
  return loss_named("info_nce")
      .value({.logits = {}, .truth = {}, .embeddings = fields, .temperature = temperature})
      .item<double>();
}

double cosine(const std::vector<double>& a, const std::vector<double>& b) {
  double product = 0.0, left = 0.0, right = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += a[i] * b[i];
    left += a[i] * a[i];
    right += b[i] * b[i];
  }
  return product / std::sqrt(left * right);
}

TEST(Losses, InfoNceIsTheCrossEntropyOfFindingTheOtherField) {
  const double temperature = 0.2;
  double expected = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<double> forth, back;
    for (std::size_t j = 0; j < 3; ++j) {
      forth.push_back(cosine(kLogits[i], kOther[j]) / temperature);
      back.push_back(cosine(kLogits[j], kOther[i]) / temperature);
    }
    expected -= (std::log(shares(forth)[i]) + std::log(shares(back)[i])) / 2 / 3;
  }
  const at::Tensor one = tensor(kLogits), other = tensor(kOther);
  EXPECT_NEAR(info_nce({one, other}, temperature), expected, 1e-12);
  EXPECT_NEAR(info_nce({one.mul(5), other.mul(0.1)}, temperature), expected, 1e-12)
      << "lengths do not matter";
  // Of three fields, the mean of the three pairs.
  const double pairs = info_nce({one, other}, temperature) + info_nce({one, one}, temperature) +
                       info_nce({other, one}, temperature);
  EXPECT_NEAR(info_nce({one, other, one}, temperature), pairs / 3, 1e-12);
  EXPECT_THAT(error_text([&] { info_nce({one}, temperature); }), HasSubstr("got one field"));
}

// d loss / d input by central differences, at every value of it.
void expect_gradient(const Loss& loss, const LossInputs& inputs, at::Tensor input) {
  input.set_requires_grad(true);
  loss.value(inputs).backward();
  const at::Tensor gradient = input.grad().clone();
  input.set_requires_grad(false);
  double* value = input.data_ptr<double>();
  constexpr double kStep = 1e-5;
  for (std::int64_t i = 0; i < input.numel(); ++i) {
    const double kept = value[i];
    value[i] = kept + kStep;
    const double above = loss.value(inputs).item<double>();
    value[i] = kept - kStep;
    const double below = loss.value(inputs).item<double>();
    value[i] = kept;
    EXPECT_NEAR(gradient.view(-1)[i].item<double>(), (above - below) / (2 * kStep), 1e-8)
        << loss.name << ", value " << i;
  }
}

TEST(Losses, HaveTheGradientsOfFiniteDifferences) {
  const auto inputs = [] {
    return LossInputs{.logits = tensor(kLogits),
                      .truth = labels(),
                      .clean_logits = tensor(kOther),
                      .embeddings = {tensor(kLogits), tensor(kOther)},
                      .label_smoothing = 0.1,
                      .temperature = 0.5};
  };
  const LossInputs a = inputs(), b = inputs(), c = inputs(), d = inputs(), e = inputs();
  expect_gradient(loss_named("cross_entropy"), a, a.logits);
  expect_gradient(loss_named("consistency"), b, b.logits);
  expect_gradient(loss_named("consistency"), c, c.clean_logits);
  expect_gradient(loss_named("info_nce"), d, d.embeddings[0]);
  expect_gradient(loss_named("info_nce"), e, e.embeddings[1]);
}

TEST(Losses, AreSummedByTheWeightsOfTheChild) {
  const LossInputs inputs{.logits = tensor(kLogits), .truth = labels(), .clean_logits = tensor(kOther)};
  const ChildSpec spec{.consistency = 12};
  EXPECT_NEAR(total_loss(losses_of(spec), spec, inputs).item<double>(),
              loss_named("cross_entropy").value(inputs).item<double>() + 12 * consistency(kLogits, kOther),
              1e-12);
  EXPECT_THAT(error_text([&] {
                total_loss(losses_of(spec), spec, {.logits = inputs.logits, .truth = inputs.truth});
              }),
              HasSubstr("without augmentation are not there"));
}

std::vector<float> values(const void* samples, std::size_t count) {
  const auto* first = static_cast<const float*>(samples);
  return {first, first + count};
}

TEST(TrainingBatches, ShowTheSameSamplesWithoutAugmentationWhereAsked) {
  const PictureSet set = bright_and_dark(20, 1);
  const PoolDataset data(set);
  const std::size_t pixels = 16 * 16 * 3;
  const auto shown = [&](const std::string& policy, bool clean) {
    return std::make_unique<TrainingBatches>(
        data, picture_loading(set), find_policy(policy),
        TrainingBatchesOptions{.batch_size = 10, .seed = 4, .epochs = 2, .clean = clean});
  };
  const auto both = shown("randaugment:2:9", true), plain = shown("none", false);
  EXPECT_TRUE(shown("none", false)->next()->clean.empty());
  int differ = 0;
  while (const TrainingBatch* batch = both->next()) {
    const TrainingBatch* bare = plain->next();
    EXPECT_EQ(batch->labels, bare->labels);
    EXPECT_EQ(values(batch->clean[0], batch->size * pixels), values(bare->fields[0], bare->size * pixels));
    differ += values(batch->fields[0], pixels) != values(bare->fields[0], pixels) ? 1 : 0;
  }
  EXPECT_GE(differ, 2);
  // Mixed alike, so that both show the same classes.
  const auto mixed = shown("mixup:1", true);
  const TrainingBatch* batch = mixed->next();
  ASSERT_NE(batch->soft_labels, nullptr);
  EXPECT_EQ(values(batch->clean[0], batch->size * pixels), values(batch->fields[0], batch->size * pixels))
      << "of a policy that only mixes there is nothing else to take away";
}

RunRequest request(int epochs) {
  RunRequest run;
  run.seed = 11;
  run.work = Train{.policy = with_base(base_policy("crop-flip"), published_policy("randaugment:2:9")),
                   .epochs = epochs};
  for (int epoch = 1; epoch <= epochs; ++epoch) run.train().report_epochs.push_back(epoch);
  return run;
}

std::string train(double weight, const RunRequest& run, const TrainerOptions& options = {}, int stop = 0) {
  const Trainer trainer(bright_and_dark(60, 1), bright_and_dark(40, 2),
                        {.model = "small-conv:4", .batch_size = 16, .consistency = weight}, options);
  std::string text;
  trainer.train(run, [&](const Report& report) {
    text += std::to_string(report.epoch) + " " + std::to_string(report.value) + " " +
            std::to_string(report.loss) + "\n";
    return report.epoch != stop;
  });
  return text;
}

TEST(Trainer, ConsistencyIsPartOfTrainingAndRepeatsFromTheSeed) {
  const std::string whole = train(12, request(3));
  EXPECT_EQ(train(12, request(3)), whole);
  EXPECT_EQ(train(12, request(3), {.overlap = false}), whole);
  EXPECT_NE(train(0, request(3)), whole);
  EXPECT_NE(train(6, request(3)), whole);
  const TemporaryFolder folder;
  RunRequest run = request(3);
  run.checkpoint = folder.file("trial.state");
  EXPECT_TRUE(whole.starts_with(train(12, run, {}, 2)));
  EXPECT_EQ(train(12, run), whole);
  EXPECT_THAT(error_text([&] { train(6, run); }), HasSubstr("of another run"));
}

TEST(Trainer, ConsistencyStillLearnsBrightFromDark) {
  const Trainer trainer(bright_and_dark(128, 1), bright_and_dark(200, 2),
                        {.model = "small-conv:8", .batch_size = 32, .consistency = 2});
  RunRequest run = request(12);
  run.train().report_epochs.clear();
  EXPECT_GT(trainer.train(run, [](const Report&) { return true; }).value, 0.95);
}

}  // namespace
}  // namespace variegate
