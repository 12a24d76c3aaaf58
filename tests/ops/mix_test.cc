#include "variegate/ops/mix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "tests/ops/pictures.h"
#include "tests/support/error_text.h"
#include "tests/support/source_path.h"

namespace variegate {
namespace {

using test::random_picture;
using testing::HasSubstr;

MixOptions options_of(const std::string& name, std::vector<double> values = {}) {
  return {.mix = find_mix(name), .values = std::move(values)};
}

// Samples of one shape, labels 0, 1, 2, ...
std::vector<Sample> batch_of(std::size_t count, int width, int height, int channels, std::uint64_t seed) {
  std::vector<Sample> batch;
  for (std::size_t i = 0; i < count; ++i) {
    batch.push_back(
        image_sample(random_picture(width, height, channels, derive(seed, i)), static_cast<int>(i), 100 + i));
  }
  return batch;
}

std::vector<MixedSample> mixed_batch(const MixOptions& options, const std::vector<Sample>& batch,
                                     int threads = 1) {
  std::vector<MixedSample> mixed(batch.size());
  ThreadPool pool(threads);
  mix_batch(options, batch, mixed, pool);
  return mixed;
}

bool same(const MixedSample& a, const MixedSample& b) {
  return a.image == b.image && std::ranges::equal(a.label.weights(), b.label.weights());
}

class EveryMix : public testing::TestWithParam<const SampleMix*> {
 protected:
  MixOptions options() const { return {.mix = GetParam(), .seed = 7}; }
};

TEST_P(EveryMix, KeepsTheShapeAndGivesWeightsThatAddUpToOne) {
  EXPECT_TRUE(rc::check(GetParam()->name, [&] {
    const std::vector<Sample> batch =
        batch_of(*rc::gen::inRange<std::size_t>(1, 9), *rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20),
                 *rc::gen::element(1, 3, 4), *rc::gen::arbitrary<std::uint64_t>());
    MixOptions any = options();
    any.seed = *rc::gen::arbitrary<std::uint64_t>();
    for (const Parameter& parameter : any.mix->parameters) {
      any.values.push_back(parameter.low +
                           (parameter.high - parameter.low) * *rc::gen::inRange(0, 101) / 100);
    }
    const std::vector<MixedSample> all = mixed_batch(any, batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      RC_ASSERT(all[i].image.width == batch[i].image().width);
      RC_ASSERT(all[i].image.height == batch[i].image().height);
      RC_ASSERT(all[i].image.pixels.size() == batch[i].image().pixels.size());
      float sum = 0.0F;
      for (const LabelWeight& weight : all[i].label.weights()) {
        RC_ASSERT(weight.weight > 0.0F);
        sum += weight.weight;
      }
      RC_ASSERT(std::abs(sum - 1.0F) < 1e-6F);
    }
  }));
}

TEST_P(EveryMix, IsTheSameInAnyOrderAndWithAnyNumberOfThreads) {
  const std::vector<Sample> batch = batch_of(16, 12, 9, 3, 1);
  const std::vector<MixedSample> expected = mixed_batch(options(), batch);
  for (const int threads : {2, 4}) {
    const std::vector<MixedSample> again = mixed_batch(options(), batch, threads);
    for (std::size_t i = 0; i < batch.size(); ++i) EXPECT_TRUE(same(again[i], expected[i])) << i;
  }
  MixedSample one;  // its memory is used again and again
  for (std::size_t i = batch.size(); i-- > 0;) {
    mix_sample(options(), batch, i, one);
    EXPECT_TRUE(same(one, expected[i])) << i;
  }
}

TEST_P(EveryMix, DrawsAnewInEveryEpoch) {
  const std::vector<Sample> batch = batch_of(16, 12, 9, 3, 1);
  MixOptions later = options();
  later.epoch = 1;
  const std::vector<MixedSample> first = mixed_batch(options(), batch);
  const std::vector<MixedSample> second = mixed_batch(later, batch);
  int changed = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) changed += first[i].image == second[i].image ? 0 : 1;
  EXPECT_GT(changed, 8);
}

TEST_P(EveryMix, MeetsEveryOtherSampleAlike) {
  if (GetParam()->name == "sample_pairing") return;  // whom it met, its label does not say
  const std::vector<Sample> batch = batch_of(5, 8, 8, 1, 1);
  std::array<int, 5> met{};
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    MixOptions any = options();
    any.seed = seed;
    MixedSample mixed;
    mix_sample(any, batch, 2, mixed);
    for (const LabelWeight& weight : mixed.label.weights()) ++met[static_cast<std::size_t>(weight.label)];
  }
  const auto [least, most] = std::minmax({met[0], met[1], met[3], met[4]});
  EXPECT_GT(least, 0.85 * most);
}

TEST_P(EveryMix, WithProbabilityZeroLeavesTheSample) {
  const std::vector<Sample> batch = batch_of(4, 5, 5, 3, 1);
  MixOptions never = options();
  never.probability = 0;
  const std::vector<MixedSample> mixed = mixed_batch(never, batch);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    EXPECT_EQ(mixed[i].image, batch[i].image());
    EXPECT_EQ(mixed[i].label.weight_of(batch[i].label), 1.0F);
  }
}

TEST_P(EveryMix, DescribesItself) {
  EXPECT_FALSE(GetParam()->summary.empty());
  EXPECT_FALSE(GetParam()->source.empty());
  EXPECT_LE(GetParam()->parents, kMostParents);
  for (const Parameter& parameter : GetParam()->parameters) {
    EXPECT_FALSE(parameter.summary.empty());
    EXPECT_LT(parameter.low, parameter.high);
    EXPECT_GE(parameter.fallback, parameter.low);
    EXPECT_LE(parameter.fallback, parameter.high);
  }
}

TEST_P(EveryMix, RefusesPicturesOfDifferentShapes) {
  std::vector<Sample> batch = batch_of(1, 5, 5, 3, 1);
  batch.push_back(image_sample(random_picture(5, 6, 3), 0, 1));
  MixedSample mixed;
  EXPECT_THAT(error_text([&] { mix_sample(options(), batch, 0, mixed); }),
              HasSubstr("one shape in the whole batch"));
}

INSTANTIATE_TEST_SUITE_P(Mixes, EveryMix, testing::ValuesIn(all_mixes()),
                         [](const auto& instance) { return instance.param->name; });

TEST(Mixes, AreThoseOfTheFiles) {
  std::vector<std::string> files;
  const std::filesystem::path folder = source_path("variegate/ops/mix");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path().stem());
  std::sort(files.begin(), files.end());
  std::vector<std::string> names;
  for (const SampleMix* known : all_mixes()) names.push_back(known->name);
  EXPECT_EQ(names, files);
}

TEST(Mixes, RefuseValuesOutOfRange) {
  const std::vector<Sample> batch = batch_of(2, 5, 5, 3, 1);
  MixedSample mixed;
  const auto told = [&](const MixOptions& options) {
    return error_text([&] { mix_sample(options, batch, 0, mixed); });
  };
  EXPECT_THAT(told(options_of("mixup", {0})), HasSubstr("alpha is out of range"));
  EXPECT_THAT(told(options_of("mixup", {std::nan("")})), HasSubstr("alpha is out of range"));
  EXPECT_THAT(told(options_of("sample_pairing", {1})), HasSubstr("too many values"));
  EXPECT_THAT(told(options_of("no such")), HasSubstr("no mix"));
  MixOptions often = options_of("mixup");
  often.probability = 1.5;
  EXPECT_THAT(told(often), HasSubstr("probability is out of range"));
}

TEST(SoftLabel, OfOneClassTwiceHasItOnce) {
  SoftLabel label;
  label.add(3, 0.25F);
  label.add(5, 0.0F);
  label.add(3, 0.75F);
  EXPECT_THAT(label.weights(), testing::ElementsAre(LabelWeight{3, 1.0F}));
  EXPECT_EQ(label.weight_of(5), 0.0F);
}

TEST(SamplePairing, IsTheMeanWithTheFirstLabel) {
  std::vector<Sample> batch{image_sample(Image(1, 1, 1, 10), 0, 0), image_sample(Image(1, 1, 1, 21), 1, 1)};
  MixedSample mixed;
  mix_sample(options_of("sample_pairing"), batch, 0, mixed);
  EXPECT_EQ(mixed.image.pixels.front(), 16);  // 15.5
  EXPECT_THAT(mixed.label.weights(), testing::ElementsAre(LabelWeight{0, 1.0F}));
}

TEST(Mixup, ShowsEachPictureInTheShareOfItsLabel) {
  const std::vector<Sample> batch{image_sample(Image(2, 2, 3, 0), 0, 0),
                                  image_sample(Image(2, 2, 3, 255), 1, 1)};
  double sum = 0.0;
  for (std::uint64_t epoch = 0; epoch < 1000; ++epoch) {
    MixOptions options = options_of("mixup", {1});
    options.epoch = epoch;
    MixedSample mixed;
    mix_sample(options, batch, 0, mixed);
    const float share = mixed.label.weight_of(1);
    EXPECT_NEAR(mixed.image.pixels.front(), 255 * share, 0.5001);
    sum += share;
  }
  EXPECT_NEAR(sum / 1000, 0.5, 0.03);  // Beta(1, 1) is uniform
}

TEST(Mixup, OfAPictureWithItselfIsThatPicture) {
  const Image image = random_picture(13, 11, 4);
  const std::vector<Sample> batch{image_sample(image, 0, 0), image_sample(image, 1, 1)};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    MixOptions options = options_of("mixup");
    options.seed = seed;
    MixedSample mixed;
    mix_sample(options, batch, 0, mixed);
    EXPECT_EQ(mixed.image, image);
  }
}

TEST(CutMix, ShowsOneBoxOfThePartnerAndCountsItsPixels) {
  const int width = 17;
  const int height = 12;
  const std::vector<Sample> batch{image_sample(Image(width, height, 3, 0), 0, 0),
                                  image_sample(random_picture(width, height, 3), 1, 1)};
  std::vector<Sample> lit = batch;  // no pixel of the partner is black
  for (std::uint8_t& value : lit[1].image().pixels) value = static_cast<std::uint8_t>(1 + value / 2);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    MixOptions options = options_of("cutmix");
    options.seed = seed;
    MixedSample mixed;
    mix_sample(options, lit, 0, mixed);
    int left = width, top = height, right = 0, bottom = 0, count = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const std::uint8_t* pixel = mixed.image.at(x, y);
        if (pixel[0] == 0) continue;
        EXPECT_TRUE(std::equal(pixel, pixel + 3, lit[1].image().at(x, y)));
        left = std::min(left, x), top = std::min(top, y);
        right = std::max(right, x + 1), bottom = std::max(bottom, y + 1);
        ++count;
      }
    }
    EXPECT_EQ(count, std::max(right - left, 0) * std::max(bottom - top, 0)) << "not a box";
    EXPECT_FLOAT_EQ(mixed.label.weight_of(1), static_cast<float>(count) / (width * height));
  }
}

// Whether some box of `from` of that size is what `image` shows at (left, top).
bool shows_part(const Image& from, const Image& image, const Box& at) {
  for (int y = 0; y + at.height <= from.height; ++y) {
    for (int x = 0; x + at.width <= from.width; ++x) {
      bool equal = true;
      for (int row = 0; row < at.height && equal; ++row) {
        const std::uint8_t* shown = image.at(at.left, at.top + row);
        equal = std::equal(shown, shown + at.width * image.channels, from.at(x, y + row));
      }
      if (equal) return true;
    }
  }
  return false;
}

TEST(Mosaic, HasAPartOfAParentInEveryCorner) {
  const int width = 12;
  const int height = 10;
  const std::vector<Sample> batch = batch_of(4, width, height, 3, 3);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    MixOptions options = options_of("mosaic");
    options.seed = seed;
    MixedSample mixed;
    mix_sample(options, batch, 1, mixed);
    int fits = 0;  // points where the four may meet, as seen from the picture
    for (int across = 3; across <= 9; ++across) {
      for (int down = 2; down <= 8; ++down) {
        const std::array<Box, 4> corners{{{0, 0, across, down},
                                          {across, 0, width - across, down},
                                          {0, down, across, height - down},
                                          {across, down, width - across, height - down}}};
        SoftLabel label;
        bool all = true;
        for (std::size_t i = 0; i < corners.size() && all; ++i) {
          const auto parent = std::find_if(batch.begin(), batch.end(), [&](const Sample& sample) {
            return (i == 0) == (sample.label == 1) && shows_part(sample.image(), mixed.image, corners[i]);
          });
          all = parent != batch.end();
          const double area = static_cast<double>(corners[i].width) * corners[i].height;
          if (all) label.add(parent->label, static_cast<float>(area / (width * height)));
        }
        if (!all) continue;
        ++fits;
        for (const LabelWeight& weight : label.weights())
          EXPECT_NEAR(mixed.label.weight_of(weight.label), weight.weight, 1e-6);
      }
    }
    EXPECT_EQ(fits, 1) << "seed " << seed;
  }
}

}  // namespace
}  // namespace variegate
