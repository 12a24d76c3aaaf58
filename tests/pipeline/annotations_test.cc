// Annotations go through a policy with their picture.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/error_text.h"
#include "variegate/core/random.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

constexpr int kSide = 48;

// A picture with an object somewhere in it, its mask, box and centre.
Sample with_object(std::uint64_t index) {
  Stream random({.seed = 5, .sample = index});
  const int width = 6 + static_cast<int>(random.below(30));
  const int height = 6 + static_cast<int>(random.below(30));
  const int left = static_cast<int>(random.below(static_cast<std::uint64_t>(kSide - width)));
  const int top = static_cast<int>(random.below(static_cast<std::uint64_t>(kSide - height)));
  Image picture(kSide, kSide, 3, 90);
  Image labels(kSide, kSide, 1);
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) {
      *labels.at(x, y) = 1;
      std::fill_n(picture.at(x, y), 3, static_cast<std::uint8_t>(200));
    }
  }
  Sample sample = image_sample(std::move(picture), 0, index);
  const ObjectBox box{.left = static_cast<double>(left),
                      .top = static_cast<double>(top),
                      .right = static_cast<double>(left + width),
                      .bottom = static_cast<double>(top + height)};
  sample.fields.push_back({"boxes", Boxes{{box}}});
  sample.fields.push_back({"mask", Mask{std::move(labels)}});
  sample.fields.push_back(
      {"points", Keypoints{{{.x = (box.left + box.right) / 2, .y = (box.top + box.bottom) / 2}}}});
  return sample;
}

template <typename Annotation>
Annotation& annotation(Sample& sample, const char* name) {
  return std::get<Annotation>(sample.find(name)->value);
}

bool has_mix(const std::string& name) { return name.starts_with("augmix"); }

TEST(PipelineAnnotations, LieOnTheObjectAfterAnyPublishedPolicy) {
  Scratch scratch;
  for (const PublishedPolicy& listed : published_policies()) {
    if (has_mix(listed.example) || !published_policy(listed.example).batch.empty()) continue;
    SCOPED_TRACE(listed.example);
    const Pipeline pipeline(published_policy(listed.example), 3,
                            {.annotations = {.min_visibility = 0, .min_side = 0}});
    int shown = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
      Sample sample = with_object(i);
      pipeline.apply(sample, 0, scratch);
      const auto& boxes = annotation<Boxes>(sample, "boxes").boxes;
      const Image& labels = annotation<Mask>(sample, "mask").labels;
      const Keypoint& point = annotation<Keypoints>(sample, "points").points.at(0);
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
          if (*labels.at(x, y) == 0) continue;
          ++shown;
          ASSERT_EQ(boxes.size(), 1U);
          // The box is exact; the mask was rounded to pixels once an operation.
          ASSERT_GE(x + 0.5, boxes[0].left - 1.5);
          ASSERT_LE(x + 0.5, boxes[0].right + 1.5);
          ASSERT_GE(y + 0.5, boxes[0].top - 1.5);
          ASSERT_LE(y + 0.5, boxes[0].bottom + 1.5);
        }
      }
      if (point.visible) {
        EXPECT_EQ(*labels.at(static_cast<int>(point.x), static_cast<int>(point.y)), 1);
      }
    }
    EXPECT_GT(shown, 200 * 40);
  }
}

TEST(PipelineAnnotations, OfAMixStayWhereTheOriginalShowsThroughIt) {
  const Pipeline pipeline(published_policy("augmix"), 3);
  Scratch scratch;
  int changed = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    Sample sample = with_object(i);
    pipeline.apply(sample, 0, scratch);
    const Sample original = with_object(i);
    changed += sample.image() != original.image() ? 1 : 0;
    for (const char* name : {"boxes", "mask", "points"}) {
      EXPECT_EQ(*sample.find(name), *original.find(name));
    }
  }
  EXPECT_GT(changed, 15);
}

TEST(PipelineAnnotations, AreTheSameWhetherOrNotPixelsAreMovedTogether) {
  const Policy policy = with_base(base_policy("crop-flip"), published_policy("randaugment"));
  Scratch scratch;
  for (std::uint64_t i = 0; i < 100; ++i) {
    Sample together = with_object(i);
    Sample one_by_one = with_object(i);
    Pipeline(policy, 3).apply(together, 0, scratch);
    Pipeline(policy, 3, {.fuse = false}).apply(one_by_one, 0, scratch);
    for (const char* name : {"boxes", "mask", "points"})
      EXPECT_EQ(*together.find(name), *one_by_one.find(name));
  }
}

TEST(PipelineAnnotations, OfAnObjectThatLeavesThePictureAreDroppedAsAsked) {
  Policy policy;
  policy.root = {Call{.op = "translate_x", .arguments = {{"fraction", Distribution::constant(0.5)}}}};
  Sample half = image_sample(Image(40, 40, 3), 0, 0);
  half.fields.push_back({"boxes", Boxes{{{.left = 10, .top = 0, .right = 30, .bottom = 9}}}});
  for (const double threshold : {0.4, 0.6}) {
    Sample sample = half;
    Scratch scratch;
    Pipeline(policy, 0, {.annotations = {.min_visibility = threshold}}).apply(sample, 0, scratch);
    EXPECT_EQ(annotation<Boxes>(sample, "boxes").boxes.size(), threshold < 0.5 ? 1U : 0U);
  }
}

TEST(PipelineAnnotations, AMaskThatDoesNotFitIsAnErrorThatNamesSampleAndField) {
  Policy policy;
  policy.root = {Call{.op = "flip_horizontal"}};
  Sample sample = image_sample(Image(4, 4, 3), 0, 12);
  sample.fields.push_back({"cells", Mask{Image(5, 4, 1)}});
  Scratch scratch;
  const std::string text = error_text([&] { Pipeline(policy, 0).apply(sample, 0, scratch); });
  EXPECT_NE(text.find("sample 12, field 'cells'"), std::string::npos) << text;
}

}  // namespace
}  // namespace variegate
