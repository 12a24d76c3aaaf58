#include "variegate/train/child_model.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/error_text.h"
#include "variegate/train/child_family.h"
#include "variegate/train/child_list.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

const ChildInputs kCifar = {.fields = {{"image", ImageShape{32, 32, 3}}}, .classes = 10};

std::int64_t parameters(const std::string& model) { return count_parameters(*make_child(model, kCifar)); }

// Wide Residual Networks, table 4 (in millions); WRN-16-2: 0.69 M as counted by later work that uses it.
TEST(ChildModel, WideResNetsHaveThePublishedNumberOfParameters) {
  EXPECT_NEAR(static_cast<double>(parameters("wrn-16-2")) / 1e6, 0.69, 0.005);
  EXPECT_NEAR(static_cast<double>(parameters("wrn-40-1")) / 1e6, 0.6, 0.05);
  EXPECT_NEAR(static_cast<double>(parameters("wrn-40-2")) / 1e6, 2.2, 0.05);
  EXPECT_NEAR(static_cast<double>(parameters("wrn-28-10")) / 1e6, 36.5, 0.05);
}

TEST(ChildModel, SmallConvOfWidth16HasAbout35ThousandParameters) {
  // 3x3 kernels 3-16-16-32-32-64, two values a channel of a norm, 64 x 10 + 10 of the classifier.
  EXPECT_EQ(parameters("small-conv:16"), 9 * (3 * 16 + 16 * 16 + 16 * 32 + 32 * 32 + 32 * 64) +
                                             2 * (16 + 16 + 32 + 32 + 64) + 64 * 10 + 10);
  EXPECT_EQ(parameters("small-conv:16"), 35962);
}

TEST(ChildModel, SeedAloneSettlesTheWeights) {
  const auto one = make_child("small-conv:4", kCifar);
  const auto same = make_child("small-conv:4", kCifar);
  const auto other = make_child("small-conv:4", kCifar);
  initialise(*one, 5);
  initialise(*same, 5);
  initialise(*other, 6);
  const auto& weights = one->tensors().parameters;
  for (std::size_t i = 0; i < weights.size(); ++i)
    EXPECT_TRUE(weights[i].equal(same->tensors().parameters[i]));
  EXPECT_FALSE(weights[0].equal(other->tensors().parameters[0]));
}

TEST(ChildModel, ConvolutionsStartWithTheSpreadOfHe) {
  const auto child = make_child("wrn-10-4", kCifar);
  initialise(*child, 1);
  const at::Tensor& weight = child->tensors().parameters.at(6);  // 64 x 64 x 3 x 3, the first block's second
  ASSERT_EQ(weight.sizes(), (at::IntArrayRef{64, 64, 3, 3}));
  EXPECT_NEAR(weight.mean().item<double>(), 0.0, 1e-3);
  EXPECT_NEAR(weight.var().item<double>(), 2.0 / (64 * 9), 1e-4);
}

// A child of sound and text, as far as its weights go.
class MadeChild final : public ChildModel {
 public:
  MadeChild() {
    tensors_.add_parameter(at::zeros({32, 16, 9}), WeightRole::convolution);  // along time
    tensors_.add_parameter(at::zeros({200, 24}), WeightRole::embedding);
    tensors_.add_parameter(at::zeros({64, 100}), WeightRole::linear);
    tensors_.add_parameter(at::zeros({64}), WeightRole::offset);
    tensors_.add_parameter(at::ones({8, 8}), WeightRole::offset);  // a norm over two dimensions
  }
  at::Tensor features(std::span<const at::Tensor> fields, bool) const override { return fields[0]; }
  at::Tensor classify(const at::Tensor& features) const override { return features; }
};

TEST(ChildModel, WeightsBeginByTheirRoleWhateverTheirDimensions) {
  const MadeChild child;
  initialise(child, 3);
  const auto& weights = child.tensors().parameters;
  EXPECT_NEAR(weights[0].var().item<double>(), 2.0 / (32 * 9), 3e-4) << "a convolution over one dimension";
  EXPECT_NEAR(weights[1].var().item<double>(), 1.0, 0.05) << "an embedding";
  EXPECT_NEAR(weights[2].abs().max().item<double>(), 1.0 / std::sqrt(100.0), 1e-3) << "a linear layer";
  EXPECT_EQ(weights[3].abs().max().item<double>(), 0.0) << "a bias";
  EXPECT_TRUE(weights[4].eq(1.0).all().item<bool>()) << "a norm stays at identity";
}

TEST(ChildModel, TakesTheKindsOfFieldsThatItsFamilyTakes) {
  const ChildInputs sound{.fields = {{"audio", AudioShape{16000, 1, 0}}}, .classes = 2};
  EXPECT_THAT(error_text([&] { make_child("wrn-16-2", sound); }),
              ::testing::AllOf(HasSubstr("got audio"), HasSubstr("expected image")));
}

TEST(ChildModel, FamiliesAreNamedAsTheirModelsAreAndTheirExamplesCanBeMade) {
  for (const auto factory : child_family_factories()) {
    const ChildFamily& family = factory();
    EXPECT_TRUE(family.example.starts_with(family.name));
    EXPECT_TRUE(family.pattern.starts_with(family.name));
    EXPECT_FALSE(family.summary.empty());
    EXPECT_GT(count_parameters(*make_child(family.example, kCifar)), 0);
  }
}

TEST(ChildModel, FamiliesAreListedAndErrorsGiveTheirExamples) {
  const std::string refused = error_text([] { make_child("resnet", kCifar); });
  for (const auto factory : child_family_factories()) {
    EXPECT_THAT(child_list(), HasSubstr(factory().pattern));
    EXPECT_THAT(child_list(), HasSubstr(factory().summary + " (" + factory().example + ")\n"));
    EXPECT_THAT(refused, HasSubstr(factory().example));
  }
}

TEST(ChildModel, MisspeltNamesAreErrorsThatSayWhatWasMeant) {
  const auto text = [](const std::string& model) { return error_text([&] { make_child(model, kCifar); }); };
  EXPECT_THAT(text("smal-conv:16"), HasSubstr("did you mean 'small-conv'"));
  EXPECT_THAT(text("wnr-16-2"), HasSubstr("did you mean 'wrn'"));
  EXPECT_THAT(text("resnet"), HasSubstr("unknown child"));
  EXPECT_THAT(text("small-conv"), HasSubstr("small-conv:WIDTH"));
  EXPECT_THAT(text("small-conv:0"), HasSubstr("1 <= WIDTH <= 1024"));
  EXPECT_THAT(text("small-conv:16x"), HasSubstr("1 <= WIDTH <= 1024"));
  EXPECT_THAT(text("wrn-17-2"), HasSubstr("6 n + 4"));
  EXPECT_THAT(text("wrn-16"), HasSubstr("6 n + 4"));
  EXPECT_THAT(text("wrn-4-2"), HasSubstr("6 n + 4"));
}

}  // namespace
}  // namespace variegate
