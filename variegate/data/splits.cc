#include "variegate/data/splits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/data/formats.h"
#include "variegate/data/overlap.h"
#include "variegate/data/pool_builder.h"
#include "variegate/data/stratify.h"

namespace variegate {
namespace {

// The number of images that validate beside --train-size: enough that which images were drawn does not decide
// between policies (a standard error of 0.7 points), few enough that evaluation costs little beside training.
constexpr std::size_t kValidationImages = 5000;

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

Strata population_of(const Dataset& dataset, const std::string& where) {
  Strata population{.labels = {},
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

// How many samples validate when there are no separate validation data: docs/data.md.
std::size_t validation_size(const DataSpec& spec, const Strata& population) {
  const std::size_t images = pictures_in(population);
  if (spec.validation_size > 0) return static_cast<std::size_t>(spec.validation_size);
  const auto train = static_cast<std::size_t>(spec.train_size);
  if (train > 0 && images > train) return std::min(images - train, kValidationImages);
  return static_cast<std::size_t>(std::llround(spec.validation_fraction * static_cast<double>(images)));
}

// Folds are splits of their own: another seed.
std::uint64_t seed_of_split(const DataSpec& spec) {
  if (spec.fold == 0) return spec.split_seed;
  return derive(derive(spec.split_seed, hash_text("fold")), static_cast<std::uint64_t>(spec.fold));
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
  const DataParts parts = locate_data(spec.validation, "auto", spec.group_by, spec.open_options());
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
  DataParts parts = locate_data(spec.train, spec.format, spec.group_by, spec.open_options(), spec.parts);
  if (parts.overlap && !spec.allow_overlap) throw Error(*parts.overlap);
  return parts;
}

void check_groups_apart(const Strata& train, const Strata& validation) {
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
  if (!has_classes(train)) {
    const bool boxes = !train.annotation_fields().empty();
    throw Error(
        {.where = where,
         .what = boxes ? "these data have boxes and no class of the picture" : "the pictures have no class",
         .got = train.size() > 0 ? train.name(0) : "",
         .expected = "a class for every picture, to train a classifier",
         .mend = "give one folder a class, or a manifest with the columns path and label; preview and "
                 "apply need no class"});
  }
  if (train.class_names().size() >= 2) return;
  throw Error({.where = where,
               .what = "too few classes to learn from",
               .got = fmt::format("{}", train.class_names().size()),
               .expected = "at least 2",
               .mend = ""});
}

void check_not_empty(const PictureSet& set, const std::string& where) {
  if (set.size() > 0) return;
  throw Error({.where = where,
               .what = "no image could be read",
               .got = set.skipped_reasons.empty() ? "" : set.skipped_reasons.front(),
               .expected = "",
               .mend = ""});
}

// Looks at no picture when the spec leaves nothing to choose.
Preparation preparation_of(const DataSpec& spec, const Dataset& train) {
  if (spec.resolution > 0 && spec.fit != "auto")
    return {.width = spec.resolution, .height = spec.resolution, .fit = data_fit(spec.fit)};
  return preparation_for(survey_sizes(train), spec.resolution, spec.fit);
}

void add_to(std::vector<std::string>& lines, const std::vector<std::string>& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

SearchData open_search(const DataSpec& spec, UnnamedFile* file) {
  const DataParts parts = training_parts(spec);
  const DataPart validation_place = validation_part(spec, parts);
  if (validation_place && validation_place.place == parts.train.place) {
    fail_same_place(validation_place.place, "validation", "training");
  }
  check_can_fold(spec, validation_place);
  const std::unique_ptr<Dataset> train = parts.train.open();
  check_classes(*train, spec.train);
  Strata images = population_of(*train, spec.train);
  PictureOptions options{.preparation = preparation_of(spec, *train), .skip_bad = spec.skip_bad};
  const auto train_size = static_cast<std::size_t>(spec.train_size);
  SearchData data;
  PoolBuilder builder(file);
  const auto load_train = [&](const std::vector<std::size_t>& indices) {
    data.train = builder.load(*train, indices, same_classes(*train), train->class_names(), options);
    check_not_empty(data.train, spec.train);
    options.channels = data.train.channels;
  };
  if (validation_place) {
    const std::string where = spec.validation.empty() ? validation_place.place : spec.validation;
    const std::unique_ptr<Dataset> validation = validation_place.open();
    const std::vector<int> class_of = map_classes(*validation, train->class_names(), where);
    const Strata other = population_of(*validation, where);
    check_groups_apart(images, other);
    const auto notices = check_apart(
        {{train.get(), spec.train, "trains"}, {validation.get(), where, "validates"}}, spec.allow_overlap);
    load_train(stratified_subset(images, train_size, spec.split_seed));
    data.train.notices = notices;
    const auto chosen =
        stratified_subset(other, static_cast<std::size_t>(spec.validation_size), spec.split_seed);
    data.validation = builder.load(*validation, chosen, class_of, train->class_names(), options);
  } else {
    if (!spec.allow_overlap) images.pictures = picture_numbers({train.get()}).front();
    const SplitSizes sizes{.train = train_size, .validation = validation_size(spec, images)};
    const Split split = stratified_split(images, sizes, seed_of_split(spec));
    data.validation_drawn = true;
    load_train(split.train);
    data.train.notices = copies_notice(*train, spec.train, images.pictures);
    data.validation =
        builder.load(*train, split.validation, same_classes(*train), train->class_names(), options);
  }
  check_not_empty(data.validation, spec.validation.empty() ? spec.train : spec.validation);
  builder.finish();
  FactsCount facts = data.train.facts;
  facts.add(data.validation.facts);
  add_to(data.train.notices, sentences(facts));
  data.digest = fmt::format("{:016x}", derive(digest_of(data.train), digest_of(data.validation)));
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
  const DataParts parts = own ? locate_data(spec.test, "auto", "", spec.open_options())
                              : locate_data(spec.train, spec.format, "", spec.open_options(), spec.parts);
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

// Validation images that are drawn from the training part are looked at with it.
std::vector<std::string> check_test_apart(const DataSpec& spec, const DataPart& train,
                                          const DataPart& validation, const TestPlace& test) {
  const std::unique_ptr<Dataset> trained = train.open();
  const std::unique_ptr<Dataset> validated = validation ? validation.open() : nullptr;
  std::vector<Side> sides{{trained.get(), spec.train, "trains"}};
  if (validated) sides.push_back({validated.get(), validation.place, "validates"});
  sides.push_back({test.images.get(), test.where, "tests"});
  return check_apart(sides, spec.allow_overlap);
}

PictureSet open_test(const DataSpec& spec, const PictureSet& train, const TestKey& key) {
  const TestPlace test = open_test_place(spec, key);
  const DataParts parts = training_parts(spec);
  if (test.place == parts.train.place) fail_same_place(test.place, "test", "training");
  const DataPart validation = validation_part(spec, parts);
  if (validation && validation.place == test.place) fail_same_place(test.place, "test", "validation");
  const std::vector<std::string> notices = check_test_apart(spec, parts.train, validation, test);
  const std::vector<int> class_of = map_classes(*test.images, train.class_names, test.where);
  const auto chosen = stratified_subset(population_of(*test.images, test.where),
                                        static_cast<std::size_t>(spec.test_size), spec.split_seed);
  const PictureOptions options{
      .preparation = {.width = train.width, .height = train.height, .fit = train.fit},
      .channels = train.channels,
      .skip_bad = spec.skip_bad};
  PoolBuilder builder;
  PictureSet set = builder.load(*test.images, chosen, class_of, train.class_names, options);
  builder.finish();
  check_not_empty(set, test.where);
  set.notices = notices;
  add_to(set.notices, sentences(set.facts));
  return set;
}

}  // namespace

SearchData open_search_data(const DataSpec& spec, UnnamedFile* file) {
  check(spec);
  return with_path_errors(spec.train, [&] { return open_search(spec, file); });
}

TrainingPart training_part(const DataSpec& spec) {
  check(spec);
  return with_path_errors(spec.train, [&] {
    const DataParts parts = training_parts(spec);
    const std::unique_ptr<Dataset> train = parts.train.open();
    check_classes(*train, spec.train);
    TrainingPart part{.images = train->size(), .classes = train->class_names().size()};
    if (const DataPart validation = validation_part(spec, parts)) {
      const auto wanted = static_cast<std::size_t>(spec.validation_size);
      part.validation_images = validation.open()->size();
      if (wanted > 0) part.validation_images = std::min(part.validation_images, wanted);
    } else {
      const Strata images = population_of(*train, spec.train);
      const SplitSizes sizes{.train = 0, .validation = validation_size(spec, images)};
      const Split split = stratified_split(images, sizes, spec.split_seed);
      part.images = split.train.size();
      part.validation_images = split.validation.size();
    }
    return part;
  });
}

SizeSurvey survey_training_part(const DataSpec& spec) {
  check(spec);
  return with_path_errors(spec.train, [&] { return survey_sizes(*training_parts(spec).train.open()); });
}

PictureSet open_test_data(const DataSpec& spec, const PictureSet& train, const TestKey& key) {
  check(spec);
  return with_path_errors(spec.train, [&] { return open_test(spec, train, key); });
}

}  // namespace variegate
