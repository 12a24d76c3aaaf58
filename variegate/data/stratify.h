// Drawing samples so that every class keeps its share. Pure functions of labels, groups and a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace variegate {

// How many to take of each class so that `total` are taken: in proportion to counts by largest remainder
// (ties to the lower class), at most caps[k] of class k and, when total allows it, at least one of each
// class that has a sample. total <= the sum of caps.
std::vector<std::size_t> stratified_quotas(const std::vector<std::size_t>& counts,
                                           const std::vector<std::size_t>& caps, std::size_t total);

// What is split. labels[i] is the class of sample i, 0 .. classes - 1.
struct Strata {
  std::vector<int> labels;
  std::vector<std::string> groups;  // empty: samples are independent; else one a sample
  // Empty: all differ; else the number of the picture that the sample shows, which is the place of the first
  // sample that shows it. Samples that show one picture are never on both sides.
  std::vector<std::size_t> pictures = {};
  std::size_t classes = 0;
  std::vector<std::string> class_names;  // for errors
  std::string where;                     // for errors: the path of the data
};

// How many different pictures there are.
std::size_t pictures_in(const Strata& population);

struct SplitSizes {
  std::size_t train = 0;       // 0: all that remain
  std::size_t validation = 0;  // at least 1
};

struct Split {
  std::vector<std::size_t> train;       // indices into the population, in a random order
  std::vector<std::size_t> validation;  // no index, and no group, of train
};

// `total` samples (0: all), stratified, in a random order. For one seed the order within a class is
// fixed, so a smaller draw is a part of a larger one, except for rounding. Error when there are fewer samples
// than that, or fewer than one a class.
std::vector<std::size_t> stratified_subset(const Strata& population, std::size_t total, std::uint64_t seed);

// Training and validation samples, both stratified; with groups as nearly as whole groups allow. Without
// groups a picture is drawn once: its other samples are added to the training side when that has no size of
// its own, and are on no side when the picture validates. Error when there are too few samples, or too few of
// a class to have one on both sides.
Split stratified_split(const Strata& population, const SplitSizes& sizes, std::uint64_t seed);

}  // namespace variegate
