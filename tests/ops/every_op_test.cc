// What must be true of every operation, whatever it does: a new one is tested here by being there.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "tests/ops/parameter_values.h"
#include "tests/ops/pictures.h"
#include "tests/support/source_path.h"
#include "variegate/ops/op.h"

namespace variegate {
namespace {

using test::applied;
using test::random_picture;

class EveryOp : public testing::TestWithParam<const Op*> {
 protected:
  const Op& op() const { return *GetParam(); }
};

std::vector<double> fallbacks(const Op& op) {
  std::vector<double> values;
  for (const Parameter& parameter : op.parameters) values.push_back(parameter.fallback);
  return values;
}

rc::Gen<Image> picture(rc::Gen<int> channels) {
  return rc::gen::apply(random_picture, rc::gen::inRange(1, 20), rc::gen::inRange(1, 20), std::move(channels),
                        rc::gen::arbitrary<std::uint64_t>());
}

// A property of (picture, values, seed) for pictures of these channels.
template <typename Property>
void for_any_picture(const Op& op, std::initializer_list<int> channels, Property property) {
  const std::vector<int> allowed(channels);
  const bool holds = rc::check(op.name, [&] {
    const Image image = *picture(rc::gen::elementOf(allowed)).as("picture");
    const std::vector<double> values = test::any_values(op);
    property(image, values, *rc::gen::arbitrary<std::uint64_t>().as("seed"));
  });
  EXPECT_TRUE(holds) << op.name;
}

TEST_P(EveryOp, KeepsTheShapeOfAnyPictureWithAnyAllowedValues) {
  for_any_picture(op(), {1, 3, 4},
                  [&](const Image& image, const std::vector<double>& values, std::uint64_t seed) {
                    const Image out = applied(op().name, image, values, seed);
                    RC_ASSERT(out.width == image.width);
                    RC_ASSERT(out.height == image.height);
                    RC_ASSERT(out.channels == image.channels);
                    RC_ASSERT(out.pixels.size() == image.pixels.size());
                  });
}

TEST_P(EveryOp, GivesTheSameBytesForTheSameStreamWhateverTheScratchHolds) {
  ImageScratch dirty;
  dirty.image = random_picture(37, 5, 4);
  dirty.integers.assign(977, -77);
  dirty.words.assign(311, 0xABCD);
  for_any_picture(op(), {1, 3, 4},
                  [&](const Image& image, const std::vector<double>& values, std::uint64_t seed) {
                    Image again = image;
                    Stream random({.seed = seed});
                    apply_op(op(), again, values, random, dirty);
                    RC_ASSERT(again == applied(op().name, image, values, seed));
                  });
}

TEST_P(EveryOp, LeavesAlphaAloneUnlessItMovesPixels) {
  if (op().geometric() != nullptr) return;
  for_any_picture(op(), {4}, [&](const Image& image, const std::vector<double>& values, std::uint64_t seed) {
    const Image out = applied(op().name, image, values, seed);
    for (std::size_t i = 3; i < image.pixels.size(); i += 4) RC_ASSERT(out.pixels[i] == image.pixels[i]);
  });
}

TEST_P(EveryOp, TreatsColoursOfAnOpaquePictureAsThoseOfOneWithoutAlpha) {
  for_any_picture(op(), {3}, [&](const Image& image, const std::vector<double>& values, std::uint64_t seed) {
    Image with_alpha(image.width, image.height, 4, 255);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      with_alpha.pixels[i / 3 * 4 + i % 3] = image.pixels[i];
    const Image out = applied(op().name, with_alpha, values, seed);
    const Image expected = applied(op().name, image, values, seed);
    for (std::size_t i = 0; i < expected.pixels.size(); ++i) {
      RC_ASSERT(out.pixels[i / 3 * 4 + i % 3] == expected.pixels[i]);
    }
  });
}

TEST_P(EveryOp, ChangesNothingAtItsNeutralMagnitude) {
  if (op().parameters.empty()) return;
  for_any_picture(op(), {1, 3, 4}, [&](Image image, std::vector<double>, std::uint64_t seed) {
    // A part of all the area of a long picture is not the picture: its ratio is limited too.
    if (op().name == "random_resized_crop")
      image = random_picture(image.width, image.width, image.channels, seed);
    std::vector<double> values = fallbacks(op());
    values[0] = op().parameters[0].neutral;
    RC_ASSERT(applied(op().name, image, values, seed) == image);
  });
}

TEST_P(EveryOp, ChangesAPictureAtItsStrongest) {
  if (op().name == "identity") return;
  std::vector<double> values = fallbacks(op());
  if (op().magnitude.searchable) values[0] = op().magnitude.strongest;
  Image dull = random_picture(31, 33, 3);
  for (std::uint8_t& value : dull.pixels) value = static_cast<std::uint8_t>(60 + value / 2);
  EXPECT_FALSE(applied(op().name, dull, values) == dull);
}

TEST_P(EveryOp, DescribesItself) {
  EXPECT_FALSE(op().summary.empty());
  EXPECT_FALSE(op().source.empty());
  EXPECT_EQ(op().kind(), FieldKind::image);
  EXPECT_EQ(find_op(FieldKind::image, op().name), &op());
  std::set<std::string> names;
  for (const Parameter& parameter : op().parameters) {
    SCOPED_TRACE(parameter.name);
    EXPECT_TRUE(names.insert(parameter.name).second) << "twice";
    EXPECT_FALSE(parameter.unit.empty());
    EXPECT_FALSE(parameter.summary.empty());
    EXPECT_LT(parameter.low, parameter.high);
    for (const double value : {parameter.fallback, parameter.neutral}) {
      EXPECT_GE(value, parameter.low);
      EXPECT_LE(value, parameter.high);
    }
    if (!parameter.choices.empty()) {
      EXPECT_TRUE(parameter.integer);
      EXPECT_EQ(parameter.low, 0);
      EXPECT_EQ(parameter.high, static_cast<double>(parameter.choices.size()) - 1);
    }
  }
}

TEST_P(EveryOp, HasARangeOfMagnitudesForSearchInsideWhatIsAllowed) {
  const Magnitude& magnitude = op().magnitude;
  if (!magnitude.searchable) return;
  ASSERT_FALSE(op().parameters.empty());
  const Parameter& parameter = op().parameters[0];
  EXPECT_FALSE(magnitude.source.empty());
  EXPECT_NE(magnitude.weakest, magnitude.strongest);
  EXPECT_EQ(magnitude.weakest, parameter.neutral) << "strength 0 changes nothing";
  for (const double value : {magnitude.weakest, magnitude.strongest}) {
    EXPECT_GE(value, parameter.low);
    EXPECT_LE(value, parameter.high);
    const double reflected = 2 * parameter.neutral - value;
    if (!magnitude.mirrored) continue;
    EXPECT_GE(reflected, parameter.low);
    EXPECT_LE(reflected, parameter.high);
  }
}

TEST_P(EveryOp, SaysSoWhenItDrawsAtRandom) {
  std::vector<double> values = fallbacks(op());
  if (op().magnitude.searchable) values[0] = op().magnitude.strongest;
  Image image = random_picture(16, 16, 3);
  Stream random({.seed = 3});
  Stream untouched({.seed = 3});
  ImageScratch scratch;
  apply_op(op(), image, values, random, scratch);
  EXPECT_EQ(random.next() != untouched.next(), op().random);
}

INSTANTIATE_TEST_SUITE_P(, EveryOp, testing::ValuesIn(all_ops(FieldKind::image)),
                         [](const auto& instance) { return instance.param->name; });

TEST(Ops, AreThoseOfTheFilesInNameOrder) {
  std::vector<std::string> files;
  const std::filesystem::path folder = source_path("variegate/ops/image");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".cc") files.push_back(entry.path().stem());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> names;
  for (const Op* op : all_ops(FieldKind::image)) names.push_back(op->name);
  EXPECT_EQ(names, files);
}

}  // namespace
}  // namespace variegate
