#include "variegate/data/stratify.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/error_text.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

Strata population_of(std::vector<int> labels, std::size_t classes, std::vector<std::string> groups = {}) {
  Strata population{.labels = std::move(labels),
                    .groups = std::move(groups),
                    .classes = classes,
                    .class_names = {},
                    .where = "made"};
  for (std::size_t k = 0; k < classes; ++k) population.class_names.push_back(std::to_string(k));
  return population;
}

// 2 to 6 classes of 2 to 40 samples each, mixed.
Strata any_population() {
  const auto counts =
      *rc::gen::resize(6, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(2, 41))));
  std::vector<int> labels;
  for (std::size_t k = 0; k < counts.size(); ++k) labels.insert(labels.end(), counts[k], static_cast<int>(k));
  std::rotate(labels.begin(), labels.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, labels.size()),
              labels.end());
  return population_of(labels, counts.size());
}

std::vector<std::size_t> histogram(const Strata& population, const std::vector<std::size_t>& indices) {
  std::vector<std::size_t> counts(population.classes, 0);
  for (const std::size_t i : indices) ++counts[static_cast<std::size_t>(population.labels[i])];
  return counts;
}

std::vector<std::size_t> all_of(const Strata& population) {
  std::vector<std::size_t> all(population.labels.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

RC_GTEST_PROP(Quotas, AddUpStayWithinCapsAndKeepEveryClassNearItsShare, ()) {
  const Strata population = any_population();
  const auto counts = histogram(population, all_of(population));
  const std::size_t all = population.labels.size();
  const auto total = *rc::gen::inRange<std::size_t>(0, all + 1);
  const auto quotas = stratified_quotas(counts, counts, total);
  RC_ASSERT(std::accumulate(quotas.begin(), quotas.end(), std::size_t{0}) == total);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    RC_ASSERT(quotas[k] <= counts[k]);
    if (total >= counts.size()) RC_ASSERT(quotas[k] >= 1U);
    const double share =
        static_cast<double>(total) * static_cast<double>(counts[k]) / static_cast<double>(all);
    // One for rounding, and what lifting other classes to one sample may take from the largest.
    RC_ASSERT(std::abs(static_cast<double>(quotas[k]) - share) <= 1.0 + static_cast<double>(counts.size()));
  }
}

TEST(Quotas, FollowLargestRemainders) {
  EXPECT_EQ(stratified_quotas({50, 30, 20}, {50, 30, 20}, 10), (std::vector<std::size_t>{5, 3, 2}));
  EXPECT_EQ(stratified_quotas({10, 10, 10}, {10, 10, 10}, 4), (std::vector<std::size_t>{2, 1, 1}));
  EXPECT_EQ(stratified_quotas({98, 1, 1}, {97, 1, 1}, 3), (std::vector<std::size_t>{1, 1, 1}));
  EXPECT_EQ(stratified_quotas({5, 5}, {1, 5}, 6), (std::vector<std::size_t>{1, 5}));
}

RC_GTEST_PROP(Split, IsDisjointOfTheSizesAskedForWithEveryClassOnBothSidesAndTheSameForOneSeed, ()) {
  const Strata population = any_population();
  const std::size_t all = population.labels.size();
  const std::size_t classes = population.classes;
  const auto validation = *rc::gen::inRange<std::size_t>(classes, all - classes + 1);
  const auto train = *rc::gen::inRange<std::size_t>(classes, all - validation + 1);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const Split split = stratified_split(population, {.train = train, .validation = validation}, seed);
  RC_ASSERT(split.train.size() == train);
  RC_ASSERT(split.validation.size() == validation);
  std::set<std::size_t> seen(split.train.begin(), split.train.end());
  seen.insert(split.validation.begin(), split.validation.end());
  RC_ASSERT(seen.size() == train + validation);
  RC_ASSERT(*seen.rbegin() < all);
  for (const std::size_t count : histogram(population, split.train)) RC_ASSERT(count >= 1U);
  for (const std::size_t count : histogram(population, split.validation)) RC_ASSERT(count >= 1U);
  const Split again = stratified_split(population, {.train = train, .validation = validation}, seed);
  RC_ASSERT(again.train == split.train);
  RC_ASSERT(again.validation == split.validation);
}

TEST(Split, DependsOnTheSeed) {
  const Strata population = population_of(std::vector<int>(100, 0), 1);
  const SplitSizes sizes{.train = 50, .validation = 50};
  EXPECT_NE(stratified_split(population, sizes, 1).train, stratified_split(population, sizes, 2).train);
}

TEST(Split, TrainingImagesOfASeedDoNotDependOnTheSizeOfValidationAndFewerAreAPartOfMore) {
  std::vector<int> labels(200);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i % 2);
  const Strata population = population_of(labels, 2);
  const auto train_of = [&](std::size_t train, std::size_t validation) {
    const Split split = stratified_split(population, {.train = train, .validation = validation}, 3);
    return std::set<std::size_t>(split.train.begin(), split.train.end());
  };
  const auto small = train_of(40, 20);
  const auto large = train_of(80, 20);
  EXPECT_EQ(small, train_of(40, 100));
  EXPECT_TRUE(std::includes(large.begin(), large.end(), small.begin(), small.end()));
}

TEST(Split, KeepsTheSharesOfUnbalancedClasses) {
  std::vector<int> labels(1000, 0);
  std::fill(labels.begin(), labels.begin() + 100, 1);
  const Strata population = population_of(labels, 2);
  const Split split = stratified_split(population, {.train = 400, .validation = 200}, 0);
  EXPECT_EQ(histogram(population, split.train), (std::vector<std::size_t>{360, 40}));
  EXPECT_EQ(histogram(population, split.validation), (std::vector<std::size_t>{180, 20}));
}

RC_GTEST_PROP(GroupedSplit, HasNoGroupOnBothSidesAndTheSameForOneSeed, ()) {
  Strata population = any_population();
  const int groups = *rc::gen::inRange(5, 12);
  for (std::size_t i = 0; i < population.labels.size(); ++i) {
    population.groups.push_back("g" + std::to_string(*rc::gen::inRange(0, groups)));
  }
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const SplitSizes sizes{.train = 0, .validation = std::max<std::size_t>(1, population.labels.size() / 4)};
  Split split;
  try {
    split = stratified_split(population, sizes, seed);
  } catch (const Error& error) {
    RC_DISCARD(error.what());  // whole groups may leave a class without training images
  }
  std::set<std::string> trained;
  for (const std::size_t i : split.train) trained.insert(population.groups[i]);
  for (const std::size_t i : split.validation) RC_ASSERT(!trained.contains(population.groups[i]));
  RC_ASSERT(!split.validation.empty());
  RC_ASSERT(split.train.size() + split.validation.size() == population.labels.size());
  const Split again = stratified_split(population, sizes, seed);
  RC_ASSERT(again.train == split.train);
  RC_ASSERT(again.validation == split.validation);
}

TEST(GroupedSplit, ComesNearTheSizeAndTheSharesAskedFor) {
  // 20 speakers of 10 samples, half of each class.
  std::vector<int> labels;
  std::vector<std::string> groups;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(i % 2);
    groups.push_back("speaker " + std::to_string(i / 10));
  }
  const Strata population = population_of(labels, 2, groups);
  const Split split = stratified_split(population, {.train = 100, .validation = 40}, 5);
  EXPECT_EQ(split.train.size(), 100U);
  EXPECT_EQ(histogram(population, split.validation), (std::vector<std::size_t>{20, 20}));
}

std::string error_of(const Strata& population, const SplitSizes& sizes) {
  return error_text([&] { stratified_split(population, sizes, 0); });
}

TEST(Split, SaysWhatIsTooFew) {
  using testing::HasSubstr;
  EXPECT_THAT(error_of(population_of({0, 0, 0, 1}, 2), {.train = 0, .validation = 2}),
              HasSubstr("class '1' has too few images to train and to validate; got 1; expected at least 2"));
  EXPECT_THAT(
      error_of(population_of({0, 0, 1, 1}, 2), {.train = 0, .validation = 3}),
      HasSubstr("validation part cannot have this size; got 3 of 4 images in 2 classes; expected 2 .. 2"));
  EXPECT_THAT(error_of(population_of({0, 0, 0, 1, 1, 1}, 2), {.train = 5, .validation = 2}),
              HasSubstr("got 5 images; expected 2 .. 4 beside 2 validation images"));
  EXPECT_THAT(error_of(population_of({0, 0, 1, 1}, 2, {"a", "a", "a", "a"}), {.train = 0, .validation = 2}),
              HasSubstr("all images are of one group"));
  EXPECT_THAT(error_of(population_of({0, 0, 1, 1}, 2, {"a", "a", "b", "b"}), {.train = 0, .validation = 2}),
              HasSubstr("is left without training images"));
}

}  // namespace
}  // namespace variegate
