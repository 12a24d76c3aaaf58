#include "variegate/train/optimiser.h"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "variegate/train/schedule.h"

namespace variegate {
namespace {

// One matrix (decayed), one bias (not), one batch statistic.
class OneLayer final : public ChildModel {
 public:
  OneLayer() {
    tensors_.add_parameter(at::full({1, 1}, 2.0), WeightRole::linear);
    tensors_.add_parameter(at::full({1}, 3.0), WeightRole::offset);
    tensors_.add_statistic(at::full({1}, 5.0));
  }
  at::Tensor features(std::span<const at::Tensor> fields, bool) const override { return fields[0]; }
  at::Tensor classify(const at::Tensor& features) const override { return features; }

  double matrix() const { return tensors_.parameters[0].item<double>(); }
  double bias() const { return tensors_.parameters[1].item<double>(); }
  double statistic() const { return tensors_.statistics[0].item<double>(); }
  void set_gradients(double matrix, double bias) {
    tensors_.parameters[0].mutable_grad().fill_(matrix);
    tensors_.parameters[1].mutable_grad().fill_(bias);
  }
};

TEST(Optimiser, StepIsNesterovMomentumWithDecayOfMatricesOnly) {
  OneLayer child;
  ChildSpec spec;
  spec.momentum = 0.9;
  spec.weight_decay = 0.1;
  Optimiser optimiser(child, spec, at::kCPU);
  double w = 2.0, b = 3.0, v_w = 0.0, v_b = 0.0;
  for (const double gradient : {0.5, -0.25, 1.0}) {
    child.set_gradients(gradient, gradient);
    optimiser.step(0.2);
    const double g = gradient + 0.1 * w;
    v_w = 0.9 * v_w + g;
    w -= 0.2 * (g + 0.9 * v_w);
    v_b = 0.9 * v_b + gradient;
    b -= 0.2 * (gradient + 0.9 * v_b);
    EXPECT_NEAR(child.matrix(), w, 1e-5);
    EXPECT_NEAR(child.bias(), b, 1e-5);
  }
  EXPECT_EQ(optimiser.steps(), 3);
}

TEST(Optimiser, AveragesFollowWeightsAndStatisticsAndForgetTheStart) {
  OneLayer child;
  ChildSpec spec;
  spec.ema = 0.5;
  spec.momentum = 0.0;
  spec.weight_decay = 0.0;
  Optimiser optimiser(child, spec, at::kCPU);
  double bias = 3.0, average = 3.0;
  for (int t = 1; t <= 20; ++t) {
    child.set_gradients(0.0, -1.0);
    optimiser.step(1.0);
    bias += 1.0;
    const double decay = std::min(0.5, (1.0 + t) / (10.0 + t));
    average = decay * average + (1.0 - decay) * bias;
  }
  EXPECT_NEAR(child.bias(), bias, 1e-4);
  optimiser.swap_averages();
  EXPECT_NEAR(child.bias(), average, 1e-4);
  EXPECT_NEAR(child.statistic(), 5.0, 1e-6);
  optimiser.swap_averages();
  EXPECT_NEAR(child.bias(), bias, 1e-4);
}

TEST(Optimiser, LabelSmoothingIsTheMixtureWithTheUniformDistribution) {
  // Logits (log 6, log 2, 0, 0): probabilities .6, .2, .1, .1. Truth: class 0, smoothing .2: target .85, .05,
  // .05, .05.
  at::Tensor logits = at::zeros({1, 4});
  logits[0][0] = std::log(6.0);
  logits[0][1] = std::log(2.0);
  const at::Tensor loss =
      at::cross_entropy_loss(logits, at::zeros({1}, at::kLong), {}, at::Reduction::Mean, -100, 0.2);
  const double expected = -(0.85 * std::log(0.6) + 0.05 * std::log(0.2) + 0.1 * std::log(0.1));
  EXPECT_NEAR(loss.item<double>(), expected, 1e-6);
}

TEST(CosineRate, FallsFromThePeakToZeroInHalfACosine) {
  EXPECT_DOUBLE_EQ(cosine_rate(0.1, 0, 100), 0.1);
  EXPECT_NEAR(cosine_rate(0.1, 25, 100), 0.05 * (1.0 + std::sqrt(0.5)), 1e-12);
  EXPECT_NEAR(cosine_rate(0.1, 50, 100), 0.05, 1e-12);
  EXPECT_NEAR(cosine_rate(0.1, 100, 100), 0.0, 1e-12);
}

}  // namespace
}  // namespace variegate
