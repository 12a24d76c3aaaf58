#include <gtest/gtest.h>

#include "tests/pipeline/pictures.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

TEST(FirstPart, IsThatWhichTheOperationWouldTake) {
  // A picture whose pixels say where they are: the corners of what the policy shows are those of the part.
  Image image(200, 120, 3);
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 200; ++x) {
      image.at(x, y)[0] = static_cast<std::uint8_t>(x);
      image.at(x, y)[1] = static_cast<std::uint8_t>(y);
    }
  }
  const Pipeline pipeline(base_policy("resized-crop"), 3);
  Scratch scratch;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto part = pipeline.first_part(i, 7, 200, 120);
    ASSERT_TRUE(part);
    EXPECT_GE(part->width * part->height, 0.34 * 200 * 120);
    Sample sample = image_sample(image, 0, i);
    pipeline.apply(sample, 7, scratch);
    EXPECT_NEAR(sample.image().at(0, 0)[0], part->left, 1);
    EXPECT_NEAR(sample.image().at(0, 0)[1], part->top, 1);
    EXPECT_NEAR(sample.image().at(199, 119)[0], part->left + part->width - 1, 1);
    EXPECT_NEAR(sample.image().at(199, 119)[1], part->top + part->height - 1, 1);
  }
}

TEST(FirstPart, TakenBeforeLeavesTheRestOfThePolicyAsItIs) {
  const Policy whole = with_base(base_policy("resized-crop-flip"), published_policy("trivialaugment"));
  const Pipeline rest(whole, 3, {.fuse = false, .first_part_taken = true});
  // The same policy with a part that is always the whole picture: the same places in the tree, the same
  // draws.
  Policy all = whole;
  auto& crop = std::get<Call>(std::get<Sequence>(all.root.value).steps.front().value);
  crop.arguments = {{"scale_low", Distribution::constant(1)},
                    {"ratio_low", Distribution::constant(1)},
                    {"ratio_high", Distribution::constant(1)}};
  const Pipeline other(all, 3, {.fuse = false});
  Scratch scratch;
  for (Sample& sample : pictures(30)) {
    if (sample.image().width != sample.image().height) continue;
    Sample expected = sample;
    other.apply(expected, 1, scratch);
    rest.apply(sample, 1, scratch);
    EXPECT_EQ(sample, expected);
  }
}

TEST(FirstPart, IsThereOnlyWhenThePolicyBeginsWithIt) {
  const auto begins = [](const Policy& policy, std::uint64_t epoch) {
    return Pipeline(policy, 0).first_part(0, epoch, 40, 40).has_value();
  };
  const Policy base = base_policy("resized-crop-flip");
  EXPECT_TRUE(begins(base, 0));
  EXPECT_TRUE(begins(with_base(base, published_policy("randaugment:2:9")), 0));
  EXPECT_FALSE(begins(with_base(base_policy("flip"), base), 0));
  EXPECT_FALSE(begins(base_policy("crop-flip"), 0));
  EXPECT_FALSE(begins(published_policy("none"), 0));
  Policy sometimes = base;
  std::get<Call>(std::get<Sequence>(sometimes.root.value).steps.front().value).probability = 0.5;
  EXPECT_FALSE(begins(sometimes, 0));
  Policy later;
  later.root = {Schedule{{{2, {base_policy("flip").root}}, {1, {base.root}}}}};
  EXPECT_FALSE(begins(later, 1));
  EXPECT_TRUE(begins(later, 2));
}

}  // namespace
}  // namespace variegate
