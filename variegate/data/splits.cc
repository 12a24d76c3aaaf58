#include "variegate/data/splits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/data/formats.h"
#include "variegate/data/image_set.h"
#include "variegate/data/stratify.h"

namespace variegate {
namespace {

// Beside --train-size: enough that which images were drawn does not decide between policies (a standard error
// of 0.7 points), few enough that evaluating costs little beside training.
constexpr std::size_t kValidationImages = 5000;

void check(const DataSpec& spec) {
  const auto refuse = [](const std::string& option, const std::string& got, const std::string& expected) {
    throw Error({.where = option, .what = "out of range", .got = got, .expected = expected, .mend = ""},
                ErrorKind::usage);
  };
  if (spec.train.empty()) refuse("--data", "''", "a path");
  if (spec.train_size < 0) refuse("--train-size", std::to_string(spec.train_size), "0 (all) or more");
  if (spec.validation_size < 0)
    refuse("--validation-size", std::to_string(spec.validation_size), "0 (by rule) or more");
  if (spec.test_size < 0) refuse("--test-size", std::to_string(spec.test_size), "0 (all) or more");
  if (spec.resolution < 0 || spec.resolution > 16384)
    refuse("--resolution", std::to_string(spec.resolution), "0 .. 16384");
  if (!(spec.validation_fraction > 0 && spec.validation_fraction < 1)) {
    refuse("--validation-fraction", number_text(spec.validation_fraction), "above 0 and below 1");
  }
}

// Directory walks report what they cannot read in the library's own type.
template <typename Body>
auto with_path_errors(const std::string& path, Body body) {
  try {
    return body();
  } catch (const std::filesystem::filesystem_error& fault) {
    throw Error({.where = fault.path1().empty() ? path : fault.path1().string(),
                 .what = "cannot be read",
                 .got = fault.code().message(),
                 .expected = "",
                 .mend = "check the path and its permissions"});
  }
}

Population population_of(const Dataset& dataset, const std::string& where) {
  Population population{.labels = {},
                        .groups = {},
                        .classes = dataset.class_names().size(),
                        .class_names = dataset.class_names(),
                        .where = where};
  std::size_t grouped = 0;
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    population.labels.push_back(dataset.label(i));
    population.groups.push_back(dataset.group(i));
    if (!population.groups.back().empty()) ++grouped;
  }
  if (grouped == 0) population.groups.clear();
  return population;
}

// Class numbers of one data set in those of the training set, by name.
std::vector<int> map_classes(const Dataset& dataset, const std::vector<std::string>& known,
                             const std::string& where) {
  std::vector<int> class_of;
  for (const std::string& name : dataset.class_names()) {
    const auto found = std::find(known.begin(), known.end(), name);
    class_of.push_back(found == known.end() ? -1 : static_cast<int>(found - known.begin()));
  }
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    const auto label = static_cast<std::size_t>(dataset.label(i));
    if (class_of[label] >= 0) continue;
    std::string all;
    for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
    throw Error({.where = where,
                 .what = "a class that the training data do not have",
                 .got = fmt::format("'{}', e.g. {}", dataset.class_names()[label], dataset.name(i)),
                 .expected = all,
                 .mend = "give both the same class names"});
  }
  return class_of;
}

std::vector<int> same_classes(const Dataset& dataset) {
  std::vector<int> class_of(dataset.class_names().size());
  std::iota(class_of.begin(), class_of.end(), 0);
  return class_of;
}

// How many of `images` validate when they have no data of their own: docs/data.md.
std::size_t validation_size(const DataSpec& spec, std::size_t images) {
  if (spec.validation_size > 0) return static_cast<std::size_t>(spec.validation_size);
  const auto train = static_cast<std::size_t>(spec.train_size);
  if (train > 0 && images > train) return std::min(images - train, kValidationImages);
  return static_cast<std::size_t>(std::llround(spec.validation_fraction * static_cast<double>(images)));
}

// Folds are splits of their own: another seed.
std::uint64_t seed_of_split(const DataSpec& spec) {
  if (spec.fold == 0) return spec.split_seed;
  return mix(mix(spec.split_seed, place_of("fold")), static_cast<std::uint64_t>(spec.fold));
}

void check_can_fold(const DataSpec& spec, const DataPart& validation) {
  if (spec.fold == 0 || !validation) return;
  throw Error({.where = validation.place,
               .what = "the data have a validation part of their own, which cannot be drawn anew",
               .got = fmt::format("fold {}", spec.fold),
               .expected = "validation images that are a part of the training data",
               .mend = "use --folds off"},
              ErrorKind::usage);
}

[[noreturn]] void fail_same_place(const std::string& place, const std::string& one,
                                  const std::string& other) {
  throw Error({.where = place,
               .what = fmt::format("the {} data are the {} data", one, other),
               .got = "the same path for both",
               .expected = "different images",
               .mend = "give another path"});
}

// The part of other data that looks like deployment: their validation part, else their training part or,
// of undivided data, all.
DataPart validation_part(const DataSpec& spec, const DataParts& train) {
  if (spec.validation.empty()) return train.validation;
  const DataParts parts = locate_data(spec.validation, "auto", spec.group_by, spec.skip_bad);
  DataPart part = parts.validation ? parts.validation : parts.train;
  if (!part) {
    throw Error({.where = spec.validation,
                 .what = "no validation images",
                 .got = "a test part alone",
                 .expected = "images that validate",
                 .mend = "name the file or folder of the images themselves"});
  }
  return part;
}

DataParts training_parts(const DataSpec& spec) {
  const DataParts parts = locate_data(spec.train, spec.format, spec.group_by, spec.skip_bad);
  if (!parts.train) {
    throw Error({.where = spec.train,
                 .what = "no training images",
                 .got = "other parts alone",
                 .expected = "e.g. train-images-idx3-ubyte, data_batch_1.bin or train/",
                 .mend = "name the file or folder of the training images themselves"});
  }
  return parts;
}

void check_groups_apart(const Population& train, const Population& validation) {
  const std::set<std::string> trained(train.groups.begin(), train.groups.end());
  for (const std::string& group : validation.groups) {
    if (!trained.contains(group)) continue;
    throw Error({.where = validation.where,
                 .what = "a group is on both sides",
                 .got = fmt::format("'{}' trains and validates", group),
                 .expected = "groups of their own on each side",
                 .mend = "move the group to one side, or leave --group-by out"});
  }
}

void check_classes(const Dataset& train, const std::string& where) {
  if (train.class_names().size() >= 2) return;
  throw Error({.where = where,
               .what = "too few classes to learn from",
               .got = fmt::format("{}", train.class_names().size()),
               .expected = "at least 2",
               .mend = ""});
}

void check_not_empty(const ImageSet& set, const std::string& where) {
  if (!set.samples.empty()) return;
  throw Error({.where = where,
               .what = "no image could be read",
               .got = set.skipped_reasons.empty() ? "" : set.skipped_reasons.front(),
               .expected = "",
               .mend = ""});
}

SearchData open_search(const DataSpec& spec) {
  const DataParts parts = training_parts(spec);
  const DataPart validation_place = validation_part(spec, parts);
  if (validation_place && validation_place.place == parts.train.place) {
    fail_same_place(validation_place.place, "validation", "training");
  }
  check_can_fold(spec, validation_place);
  const std::unique_ptr<Dataset> train = parts.train.open();
  check_classes(*train, spec.train);
  const Population images = population_of(*train, spec.train);
  LoadOptions options{.shape = {}, .skip_bad = spec.skip_bad};
  options.shape = spec.resolution > 0
                      ? ImageShape{.width = spec.resolution, .height = spec.resolution, .channels = 0}
                      : first_shape(*train, spec.skip_bad);
  const auto train_size = static_cast<std::size_t>(spec.train_size);
  SearchData data;
  const auto load_train = [&](const std::vector<std::size_t>& indices) {
    data.train = load_images(*train, indices, same_classes(*train), train->class_names(), options);
    check_not_empty(data.train, spec.train);
    options.shape.channels = data.train.channels;
  };
  if (validation_place) {
    const std::string where = spec.validation.empty() ? validation_place.place : spec.validation;
    const std::unique_ptr<Dataset> validation = validation_place.open();
    const std::vector<int> class_of = map_classes(*validation, train->class_names(), where);
    const Population other = population_of(*validation, where);
    check_groups_apart(images, other);
    load_train(stratified_subset(images, train_size, spec.split_seed));
    const auto chosen =
        stratified_subset(other, static_cast<std::size_t>(spec.validation_size), spec.split_seed);
    data.validation = load_images(*validation, chosen, class_of, train->class_names(), options);
  } else {
    const SplitSizes sizes{.train = train_size, .validation = validation_size(spec, train->size())};
    const Split split = stratified_split(images, sizes, seed_of_split(spec));
    data.validation_drawn = true;
    load_train(split.train);
    data.validation =
        load_images(*train, split.validation, same_classes(*train), train->class_names(), options);
  }
  check_not_empty(data.validation, spec.validation.empty() ? spec.train : spec.validation);
  data.digest = fmt::format("{:016x}", mix(digest_of(data.train), digest_of(data.validation)));
  return data;
}

// The test part: of data named for testing all, when they name no part.
struct TestPlace {
  std::string where;
  std::string place;
  std::unique_ptr<Dataset> images;
};

TestPlace open_test_place(const DataSpec& spec, const TestKey& key) {
  const bool own = !spec.test.empty();
  const std::string where = own ? spec.test : spec.train;
  const DataParts parts = own ? locate_data(spec.test, "auto", "", spec.skip_bad)
                              : locate_data(spec.train, spec.format, "", spec.skip_bad);
  if (parts.test) return {.where = where, .place = parts.test.place(), .images = parts.test.open(key)};
  if (own && !parts.divided)
    return {.where = where, .place = parts.train.place, .images = parts.train.open()};
  throw Error(
      {.where = where,
       .what = own ? "the data named for testing have no test part" : "the data come without a test part",
       .got = "",
       .expected = "e.g. t10k-images-idx3-ubyte, test_batch.bin, test/ or the split 'test' of a manifest",
       .mend = own ? "name the file or folder of the test images themselves" : "name test data by --test"});
}

ImageSet open_test(const DataSpec& spec, const ImageSet& train, const TestKey& key) {
  const TestPlace test = open_test_place(spec, key);
  const DataParts parts = training_parts(spec);
  if (test.place == parts.train.place) fail_same_place(test.place, "test", "training");
  if (const DataPart validation = validation_part(spec, parts);
      validation && validation.place == test.place) {
    fail_same_place(test.place, "test", "validation");
  }
  const std::vector<int> class_of = map_classes(*test.images, train.class_names, test.where);
  const auto chosen = stratified_subset(population_of(*test.images, test.where),
                                        static_cast<std::size_t>(spec.test_size), spec.split_seed);
  const LoadOptions options{
      .shape = {.width = train.width, .height = train.height, .channels = train.channels},
      .skip_bad = spec.skip_bad};
  ImageSet set = load_images(*test.images, chosen, class_of, train.class_names, options);
  check_not_empty(set, test.where);
  return set;
}

}  // namespace

SearchData open_search_data(const DataSpec& spec) {
  check(spec);
  return with_path_errors(spec.train, [&] { return open_search(spec); });
}

TrainingPart training_part(const DataSpec& spec) {
  check(spec);
  return with_path_errors(spec.train, [&] {
    const DataParts parts = training_parts(spec);
    const std::unique_ptr<Dataset> train = parts.train.open();
    TrainingPart part{.images = train->size(), .classes = train->class_names().size()};
    if (!validation_part(spec, parts)) {
      const SplitSizes sizes{.train = 0, .validation = validation_size(spec, train->size())};
      part.images = stratified_split(population_of(*train, spec.train), sizes, spec.split_seed).train.size();
    }
    return part;
  });
}

ImageSet open_test_data(const DataSpec& spec, const ImageSet& train, const TestKey& key) {
  check(spec);
  return with_path_errors(spec.train, [&] { return open_test(spec, train, key); });
}

}  // namespace variegate
