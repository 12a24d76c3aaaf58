#include "variegate/policy/dialect.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "variegate/core/error.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_autoaugment.h"
#include "variegate/policy/published_randaugment.h"

namespace variegate {
namespace {

// What an operation's first argument must be, by its published rule.
struct Expected {
  double value;
  bool mirrored;
};

using Rule = Expected (*)(const std::string& op, int level);

bool geometric(const std::string& op) {
  return op == "rotate" || op.starts_with("shear") || op.starts_with("translate");
}

// Whole numbers, so that what a program cuts is cut here without its floating point.
int cut_tenths(int strongest, int level) { return strongest * level / 10; }

// torchvision/transforms/autoaugment.py, _augmentation_space: linspace of 10 (or 31) bins.
Expected torchvision_rule(const std::string& op, double share) {
  if (op.starts_with("shear")) return {0.3 * share, true};
  if (op.starts_with("translate")) return {150.0 / 331.0 * share, true};
  if (op == "rotate") return {30.0 * share, true};
  if (op == "posterize") return {8.0 - std::nearbyint(4.0 * share), false};
  if (op == "solarize") return {255.0 * (1.0 - share), false};
  return {1.0 + 0.9 * share, true};
}

// tensorflow/models, research/autoaugment/augmentation_transforms.py.
Expected tf_rule(const std::string& op, int level) {
  if (op.starts_with("shear")) return {0.03 * level, true};
  if (op.starts_with("translate")) return {cut_tenths(10, level) / 32.0, true};
  if (op == "rotate") return {1.0 * cut_tenths(30, level), true};
  if (op == "posterize") return {4.0 - cut_tenths(4, level), false};
  if (op == "solarize") return {256.0 - cut_tenths(256, level), false};
  return {0.1 + 0.18 * level, false};
}

// timm/data/auto_augment.py, LEVEL_TO_ARG.
Expected timm_rule(const std::string& op, int level) {
  if (op.starts_with("shear")) return {0.03 * level, true};
  if (op.starts_with("translate")) return {0.045 * level, true};
  if (op == "rotate") return {3.0 * level, true};
  if (op == "posterize") return {4.0 + cut_tenths(4, level), false};
  if (op == "solarize") return {1.0 * cut_tenths(256, level), false};
  return {0.1 + 0.18 * level, false};
}

Expected timm_increasing_rule(const std::string& op, int level) {
  return op == "posterize" ? Expected{4.0 - cut_tenths(4, level), false} : timm_rule(op, level);
}

void expect_magnitude(const Call& call, const Expected& expected, const std::string& where) {
  ASSERT_FALSE(call.arguments.empty()) << where;
  const Distribution& value = call.arguments[0].value;
  EXPECT_EQ(value.kind, Distribution::Kind::constant) << where;
  EXPECT_NEAR(value.low, expected.value, 1e-9) << where;
  EXPECT_EQ(value.mirror, expected.mirrored) << where;
}

class AutoAugmentDialect : public ::testing::TestWithParam<std::pair<const char*, Rule>> {};

TEST_P(AutoAugmentDialect, ReadsTheLevelsOfEveryTableAsItsProgramDoes) {
  const auto [dialect, rule] = GetParam();
  for (const std::string dataset : {"cifar10", "svhn", "imagenet"}) {
    const std::string name = "autoaugment-" + dataset + ":" + dialect;
    const Policy policy = published_policy(name);
    EXPECT_EQ(policy.name, name);
    EXPECT_NO_THROW(check(policy));
    const auto table = autoaugment_table(dataset);
    const auto& options = std::get<Choose>(policy.root.value).options;
    ASSERT_EQ(options.size(), table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto& steps = std::get<Sequence>(options[i].value).steps;
      for (std::size_t k = 0; k < 2; ++k) {
        const Call& call = std::get<Call>(steps.at(k).value);
        const AutoAugmentCall& row = table[i][k];
        EXPECT_EQ(call.op, row.op);
        EXPECT_EQ(call.probability, row.probability);
        if (call.op == "invert" || call.op == "equalize" || call.op == "auto_contrast") {
          EXPECT_TRUE(call.arguments.empty());
        } else {
          expect_magnitude(call, rule(call.op, row.level), name + " " + call.op + std::to_string(row.level));
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, AutoAugmentDialect,
                         ::testing::Values(std::pair<const char*, Rule>{"torchvision",
                                                                        [](const std::string& op, int level) {
                                                                          return torchvision_rule(
                                                                              op, level / 9.0);
                                                                        }},
                                           std::pair<const char*, Rule>{"tf", tf_rule},
                                           std::pair<const char*, Rule>{"timm", timm_rule},
                                           std::pair<const char*, Rule>{"timm-increasing",
                                                                        timm_increasing_rule}),
                         [](const auto& tested) {
                           std::string name = tested.param.first;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

std::map<std::string, Call> calls_of(const std::string& name) {
  const Policy policy = published_policy(name);
  EXPECT_NO_THROW(check(policy)) << name;
  std::map<std::string, Call> calls;
  for (const Node& option : std::get<Choose>(policy.root.value).options) {
    const Call& call = std::get<Call>(option.value);
    calls[call.op] = call;
  }
  return calls;
}

TEST(RandAugmentDialect, TorchvisionCountsThirtieths) {
  for (int magnitude = 0; magnitude <= 30; ++magnitude) {
    const std::string name = "randaugment:2:" + std::to_string(magnitude) + ":torchvision";
    const auto calls = calls_of(name);
    EXPECT_EQ(calls.size(), 14U);
    for (const auto& [op, call] : calls) {
      EXPECT_EQ(call.probability, 1.0);
      if (op != "identity" && op != "equalize" && op != "auto_contrast")
        expect_magnitude(call, torchvision_rule(op, magnitude / 30.0), name + " " + op);
    }
  }
}

TEST(RandAugmentDialect, TheAuthorsCodeWeakensPosterizeAndSolarizeAndKnowsNoIdentity) {
  for (int magnitude = 0; magnitude <= 10; ++magnitude) {
    const std::string name = "randaugment:2:" + std::to_string(magnitude) + ":tf";
    const auto calls = calls_of(name);
    EXPECT_EQ(calls.size(), 16U);
    EXPECT_EQ(calls.count("identity"), 0U);
    for (const auto& [op, call] : calls) {
      EXPECT_EQ(call.probability, 1.0);
      if (op == "invert" || op == "equalize" || op == "auto_contrast") continue;
      Expected expected = timm_rule(op, magnitude);
      if (op == "posterize") expected.value = cut_tenths(4, magnitude);
      if (op == "solarize_add") expected.value = cut_tenths(110, magnitude);
      if (op == "cutout") expected.value = 2.0 * cut_tenths(40, magnitude) / 224.0;
      if (op.starts_with("translate")) expected.value = 10.0 * magnitude / 224.0;
      expect_magnitude(call, expected, name + " " + op);
    }
  }
}

TEST(RandAugmentDialect, TimmAppliesEachWithProbabilityOneHalf) {
  for (int magnitude = 0; magnitude <= 10; ++magnitude) {
    for (const bool increasing : {false, true}) {
      const std::string name =
          "randaugment:3:" + std::to_string(magnitude) + (increasing ? ":timm-increasing" : ":timm");
      const auto calls = calls_of(name);
      EXPECT_EQ(calls.size(), 15U);
      for (const auto& [op, call] : calls) {
        EXPECT_EQ(call.probability, 0.5);
        if (op == "invert" || op == "equalize" || op == "auto_contrast") continue;
        Expected expected = timm_rule(op, magnitude);
        if (op == "solarize_add") {
          expected.value = cut_tenths(110, magnitude);
        } else if (op == "posterize") {
          expected.value = increasing ? 4 - cut_tenths(4, magnitude) : cut_tenths(4, magnitude);
        } else if (op == "solarize" && increasing) {
          expected.value = 256.0 - cut_tenths(256, magnitude);
        } else if (!geometric(op) && op != "solarize" && increasing) {
          expected = {1.0 + 0.09 * magnitude, true};
        }
        expect_magnitude(call, expected, name + " " + op);
      }
    }
  }
}

TEST(Dialect, ADialectAloneTakesTheUsualNumbers) {
  EXPECT_EQ(published_policy("randaugment:timm"), published_policy("randaugment:2:9:timm"));
  EXPECT_EQ(randaugment(2, 9), randaugment(2, 9, Dialect::paper));
}

TEST(Dialect, ThatThereIsNotIsAnErrorThatNamesThoseThereAre) {
  for (const char* name : {"randaugment:2:9:tv", "randaugment:2:31:torchvision", "randaugment:2:11:timm"}) {
    try {
      published_policy(name);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("timm-increasing"), std::string::npos) << error.what();
    }
  }
  EXPECT_THROW(published_policy("autoaugment-imagenet:tv"), Error);
  EXPECT_THROW(published_policy("trivialaugment:tf"), Error);
}

}  // namespace
}  // namespace variegate
