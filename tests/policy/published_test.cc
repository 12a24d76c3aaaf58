#include "variegate/policy/published.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published_autoaugment.h"

namespace variegate {
namespace {

std::string message_of(const std::string& name) {
  try {
    published_policy(name);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

const Choose& choose_of(const Policy& policy) { return std::get<Choose>(policy.root.value); }

const Call& call_at(const Policy& policy, std::size_t sub_policy, std::size_t index) {
  return std::get<Call>(
      std::get<Sequence>(choose_of(policy).options.at(sub_policy).value).steps.at(index).value);
}

const Call& option_of(const Policy& policy, const std::string& op) {
  for (const Node& option : choose_of(policy).options) {
    if (std::get<Call>(option.value).op == op) return std::get<Call>(option.value);
  }
  throw std::runtime_error("no " + op);
}

TEST(Published, EveryExampleIsASoundPolicyOfItsName) {
  for (const PublishedPolicy& listed : published_policies()) {
    const Policy policy = published_policy(listed.example);
    EXPECT_EQ(policy.name, listed.example);
    EXPECT_NO_THROW(check(policy));
    EXPECT_FALSE(listed.summary.empty());
    EXPECT_FALSE(in_words(policy).empty());
  }
}

TEST(Published, MixesStandInTheBatchOfAPolicy) {
  const Policy both = published_policy("mixup-cutmix");
  ASSERT_EQ(both.batch.size(), 2U);
  EXPECT_EQ(
      both.batch[0],
      (MixCall{.mix = "mixup", .arguments = {{"alpha", Distribution::constant(0.8)}}, .probability = 0.5}));
  EXPECT_EQ(published_policy("cutmix:0.3").batch[0].arguments[0].value.low, 0.3);
  EXPECT_EQ(published_policy("mixup").batch, published_policy("mixup:0.2").batch);
  for (const char* wrong : {"mixup:", "mixup:0", "mixup:1:2", "cutmix:x", "mixup:101"})
    EXPECT_THROW(published_policy(wrong), Error) << wrong;
  const Policy manual = with_base(base_policy("crop-flip"), published_policy("mixup"));
  EXPECT_EQ(manual.batch, published_policy("mixup").batch);
  EXPECT_EQ(manual.root, with_base(base_policy("crop-flip"), Policy()).root);
}

TEST(Published, EveryExampleIsTheSameBytesReadAndWrittenAgain) {
  for (const PublishedPolicy& listed : published_policies()) {
    const Policy policy = published_policy(listed.example);
    const std::string text = policy_text(policy);
    const Policy again = parse_policy(text, "again");
    EXPECT_EQ(again, policy) << text;
    EXPECT_EQ(policy_text(again), text);
  }
}

TEST(Published, AutoAugmentHas25SubPoliciesOfTwoOperations) {
  for (const char* dataset : {"cifar10", "svhn", "imagenet"}) {
    const auto table = autoaugment_table(dataset);
    ASSERT_EQ(table.size(), 25U);
    for (const AutoAugmentSubPolicy& sub_policy : table) {
      for (const AutoAugmentCall& call : sub_policy) {
        EXPECT_NE(find_op(FieldKind::image, call.op), nullptr) << call.op;
        EXPECT_TRUE(call.level >= 0 && call.level <= 9);
        EXPECT_TRUE(call.probability >= 0.0 && call.probability <= 1.0);
        EXPECT_TRUE(call.level == 0 || !find_op(FieldKind::image, call.op)->parameters.empty())
            << call.op << " has no magnitude";
      }
    }
    const Policy policy = published_policy(std::string("autoaugment-") + dataset);
    EXPECT_EQ(choose_of(policy).options.size(), 25U);
    EXPECT_EQ(choose_of(policy).count, 1);
  }
}

TEST(Published, AutoAugmentMagnitudesAreThePapers) {
  const Policy cifar = published_policy("autoaugment-cifar10");
  EXPECT_EQ(call_at(cifar, 0, 0), (Call{.op = "invert", .probability = 0.1}));
  EXPECT_EQ(call_at(cifar, 0, 1).arguments, (std::vector<Argument>{{"factor", Distribution::constant(1.3)}}));
  const Call& shift = call_at(cifar, 1, 1);
  EXPECT_EQ(shift.op, "translate_x");
  EXPECT_EQ(shift.probability, 0.3);
  EXPECT_NEAR(shift.arguments.at(0).value.low, 150.0 / 331.0, 1e-12);
  EXPECT_TRUE(shift.arguments.at(0).value.mirror);
  EXPECT_EQ(shift.arguments.at(1), (Argument{"fill", Distribution::constant(128)}));
  EXPECT_EQ(call_at(cifar, 5, 1).arguments.at(0).value, Distribution::constant(5));  // posterize, level 7
  EXPECT_EQ(call_at(cifar, 24, 1), (Call{.op = "auto_contrast", .probability = 0.9}));
  const Policy svhn = published_policy("autoaugment-svhn");
  EXPECT_EQ(call_at(svhn, 14, 1).op, "rotate");
  EXPECT_NEAR(call_at(svhn, 14, 1).arguments.at(0).value.low, 30.0 * 4 / 9, 1e-11);
  const Policy imagenet = published_policy("autoaugment-imagenet");
  EXPECT_EQ(call_at(imagenet, 0, 0).arguments.at(0).value, Distribution::constant(4));  // posterize, level 8
  EXPECT_EQ(call_at(imagenet, 1, 0).arguments.at(0).value, Distribution::constant(114));  // solarize, level 5
  EXPECT_EQ(call_at(imagenet, 14, 1).arguments.at(0).value, Distribution::constant(1.7));
}

TEST(Published, RandAugmentScalesAllMagnitudesByTenthsOfTheirRange) {
  const Policy policy = published_policy("randaugment:2:9");
  EXPECT_EQ(choose_of(policy).count, 2);
  EXPECT_TRUE(choose_of(policy).replacement);
  EXPECT_EQ(choose_of(policy).options.size(), 14U);
  EXPECT_EQ(option_of(policy, "rotate").arguments.at(0).value, Distribution::constant(27, true));
  EXPECT_EQ(option_of(policy, "color").arguments.at(0).value, Distribution::constant(1.81, true));
  EXPECT_EQ(option_of(policy, "posterize").arguments.at(0).value, Distribution::constant(4));
  EXPECT_EQ(option_of(policy, "solarize").arguments.at(0).value, Distribution::constant(26));
  EXPECT_EQ(published_policy("randaugment"), policy);
  EXPECT_EQ(option_of(published_policy("randaugment:1:0"), "rotate").arguments.at(0).value,
            Distribution::constant(0, true));
}

TEST(Published, TrivialAugmentDrawsOneOf31LevelsOnEitherSide) {
  const Policy policy = published_policy("trivialaugment");
  EXPECT_EQ(choose_of(policy).count, 1);
  EXPECT_EQ(choose_of(policy).options.size(), 14U);
  EXPECT_EQ(option_of(policy, "rotate").arguments.at(0).value, Distribution::stepped(0, 135, 31, true));
  EXPECT_EQ(option_of(policy, "sharpness").arguments.at(0).value, Distribution::stepped(1, 1.99, 31, true));
  EXPECT_EQ(option_of(policy, "translate_y").arguments.at(0),
            (Argument{"pixels", Distribution::stepped(0, 32, 31, true)}));
}

TEST(FindPolicy, TakesAStudysFolderForItsPolicy) {
  const TemporaryFolder folder;
  const Policy written = published_policy("augmix");
  write_policy_file(folder.file("policy.json"), written);
  EXPECT_EQ(find_policy(folder.path()), written);
  EXPECT_EQ(find_policy(folder.path() + "/"), written);
  EXPECT_EQ(base_policy(folder.path()), written);
  EXPECT_TRUE(is_policy_file(folder.path()));
}

TEST(FindPolicy, SaysOfAFolderWithoutAPolicyWhatIsMissing) {
  const TemporaryFolder folder;
  try {
    find_policy(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(std::string(error.what()).find("without policy.json"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("search --resume --out " + folder.path()), std::string::npos);
  }
}

TEST(FindPolicy, KnowsTheBases) {
  for (const std::string& name : base_names()) {
    EXPECT_EQ(hash(find_policy(name)), hash(base_policy(name)));
    EXPECT_TRUE(is_base_name(name));
  }
  EXPECT_FALSE(is_base_name("trivialaugment"));
}

TEST(FindPolicy, ProposesTheFileThatWasMeant) {
  const TemporaryFolder folder;
  write_policy_file(folder.file("policy.json"), published_policy("augmix"));
  for (const char* name : {"policy.jsn", "polcy.json", "POLICY.JSON"}) {
    try {
      find_policy(folder.file(name));
      FAIL();
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("did you mean '" + folder.file("policy.json") + "'?"),
                std::string::npos)
          << error.what();
    }
  }
}

TEST(Published, WrongNamesAreToldWhatWasMeant) {
  EXPECT_NE(message_of("trivialaugmnt").find("did you mean 'trivialaugment'?"), std::string::npos);
  EXPECT_NE(message_of("autoaugment-cifar").find("did you mean 'autoaugment-cifar10'?"), std::string::npos);
  EXPECT_NE(message_of("randaugment:2:15").find("divide an M of torchvision's 30 by 3"), std::string::npos);
  for (const char* name : {"randaugment:0:9", "randaugment:2", "randaugment:2:9:1", "randaugment:two:9",
                           "randaugment:2:nan", "randaugment::"}) {
    EXPECT_NE(message_of(name).find("randaugment:N:M"), std::string::npos)
        << name << ": " << message_of(name);
  }
}

TEST(Published, BasePoliciesAreSound) {
  for (const char* name : {"none", "crop-flip", "crop", "flip", "affine"}) {
    EXPECT_NO_THROW(check(base_policy(name))) << name;
  }
  EXPECT_EQ(in_words(base_policy("crop-flip")),
            "random crop by 4 pixels, then flip horizontal with probability 0.5");
  EXPECT_THROW(base_policy("crop-flop"), Error);
}

TEST(Published, APolicyFileIsFoundByItsPath) {
  const std::string path = testing::TempDir() + "/found_policy.json";
  write_policy_file(path, published_policy("augmix"));
  EXPECT_EQ(find_policy(path), published_policy("augmix"));
  std::filesystem::remove(path);
  EXPECT_THROW(find_policy(path), Error);
}

TEST(WithBase, PutsTheStepsOfTheBaseFirst) {
  const Policy base = base_policy("crop-flip");
  const Policy whole = with_base(base, published_policy("trivialaugment"));
  const auto& steps = std::get<Sequence>(whole.root.value).steps;
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(std::get<Call>(steps[0].value).op, "random_crop");
  EXPECT_TRUE(std::holds_alternative<Choose>(steps[2].value));
  EXPECT_EQ(whole.name, "trivialaugment");
  EXPECT_EQ(with_base(base, published_policy("manual")).root, base.root);
  EXPECT_EQ(with_base(base_policy("none"), published_policy("augmix")), published_policy("augmix"));
}

TEST(WithBase, GoesIntoEveryStretchOfASchedule) {
  Policy scheduled;
  scheduled.root = {Schedule{{{2, {Node{Call{.op = "invert"}}}}, {1, {Node{Sequence{}}}}}}};
  const Policy whole = with_base(base_policy("flip"), scheduled);
  EXPECT_NO_THROW(check(whole));
  for (const Stretch& stretch : std::get<Schedule>(whole.root.value).stretches) {
    const auto& steps = std::get<Sequence>(stretch.step.front().value).steps;
    EXPECT_EQ(std::get<Call>(steps.front().value).op, "flip_horizontal");
  }
  EXPECT_THROW(with_base(scheduled, base_policy("flip")), Error);
}

}  // namespace
}  // namespace variegate
