#include "variegate/loader/checked_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"
#include "variegate/data/size_survey.h"
#include "variegate/loader/field_buffers.h"

namespace variegate {
namespace {

// Soft labels have a place for every class, and for nothing else.
void require_classes(const std::vector<std::size_t>& samples, const Dataset& dataset) {
  const auto classes = static_cast<int>(dataset.class_names().size());
  for (const std::size_t sample : samples) {
    const int label = dataset.label(sample);
    if (label >= 0 && label < classes) continue;
    refuse_loading("a policy with mixes of samples, for a sample that has no class", dataset.name(sample),
                   "samples of known classes, or a policy without \"batch\"");
  }
}

std::string in_words(const std::string& name, FieldKind kind) {
  return fmt::format("'{}' ({})", name, name_of(kind));
}

std::string in_words(const std::vector<FieldSpec>& fields) {
  std::string words;
  for (const FieldSpec& field : fields)
    words += (words.empty() ? "" : ", ") + in_words(field.name, field.kind());
  return words;
}

// One sample of several fields shows its classes in each of them, by weights that need not agree.
void require_one_picture(const std::vector<FieldSpec>& given, const std::vector<MixCall>& mixes) {
  for (const MixCall& mix : mixes) {
    if (given.size() == 1 && given.front().kind() == FieldKind::image && given.front().name == mix.field)
      continue;
    refuse_loading(fmt::format("a policy that mixes samples ('{}' on '{}')", mix.mix, mix.field),
                   "samples of " + in_words(given),
                   "samples of that one field, of pictures, or a policy without \"batch\"");
  }
}

void require_fields(const Policy& policy, const std::vector<FieldSpec>& there) {
  for (const PolicyField& field : policy.fields) {
    const bool is_there = std::any_of(there.begin(), there.end(), [&](const FieldSpec& spec) {
      return spec.name == field.name && spec.kind() == field.kind;
    });
    if (is_there) continue;
    refuse_loading("a policy of a field that the data do not have", in_words(field.name, field.kind),
                   "fields among " + in_words(there));
  }
}

void settle_shape(LoaderOptions& options, const FieldSpec& picture, const Dataset& dataset) {
  const bool stored_so = options.channels == 4 && dataset.size() > 0 && dataset.in_memory(0) &&
                         dataset.in_memory(0)->channels == 4;
  if (options.channels != 1 && options.channels != 3 && !stored_so)
    refuse_loading("channels", std::to_string(options.channels), "1 or 3");
  const auto& shape = std::get<ImageShape>(picture.shape);
  if (options.width == 0) options.width = shape.width;
  if (options.height == 0) options.height = shape.height;
  if (options.width != 0 && options.height != 0) return;
  if (picture.name != "image") {  // that is where a survey looks
    refuse_loading(fmt::format("pictures of no known size in the field '{}'", picture.name), "",
                   "LoaderOptions::width and height");
  }
  const SizeSurvey survey = survey_sizes(dataset);
  if (options.width == 0) options.width = survey.shape_width;
  if (options.height == 0) options.height = survey.shape_height;
}

}  // namespace

LoaderOptions checked(LoaderOptions options, const Dataset& dataset) {
  check_described(options);
  if (options.even_batches && options.drop_last)
    refuse_loading("even batches of which one is dropped", "even_batches and drop_last", "one of them");
  const std::vector<FieldSpec> given = given_fields(options, dataset);
  if (options.policy.root == Policy().root && options.policy.batch.empty())
    options.policy.fields = {{given.front().name, given.front().kind()}};
  require_fields(options.policy, dataset.fields());
  require_one_picture(given, options.policy.batch);
  if (options.samples.empty()) {
    options.samples.resize(dataset.size());
    std::iota(options.samples.begin(), options.samples.end(), std::size_t{0});
  }
  for (const std::size_t sample : options.samples) {
    if (sample >= dataset.size())
      refuse_loading("a sample that is not there", std::to_string(sample),
                     fmt::format("below {}", dataset.size()));
  }
  if (!options.policy.batch.empty()) require_classes(options.samples, dataset);
  options.pipeline.batch_follows = true;
  const std::size_t least = options.drop_last ? static_cast<std::size_t>(options.batch_size) : 1;
  if (options.samples.size() < least)
    refuse_loading("too few samples for a batch", std::to_string(options.samples.size()),
                   fmt::format("{} or more", least));
  const auto picture = std::find_if(given.begin(), given.end(),
                                    [](const FieldSpec& field) { return field.kind() == FieldKind::image; });
  if (picture != given.end()) {
    settle_shape(options, *picture, dataset);
  } else {
    options.width = options.height = 0;
  }
  // It has been taken when the pipeline begins.
  if (options.fit.kind == Fit::Kind::policy_part) options.pipeline.first_part_taken = true;
  return options;
}

void refuse_loading(const std::string& what, const std::string& got, const std::string& expected) {
  throw Error({.where = "Loader", .what = what, .got = got, .expected = expected, .mend = ""},
              ErrorKind::usage);
}

}  // namespace variegate
