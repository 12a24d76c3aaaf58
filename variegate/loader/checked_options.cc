#include "variegate/loader/checked_options.h"

#include <fmt/format.h>

#include <numeric>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/size_survey.h"

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

}  // namespace

LoaderOptions checked(LoaderOptions options, const Dataset& dataset) {
  const auto at_least = [](const char* name, int value, int least) {
    if (value < least)
      refuse_loading(fmt::format("{} is out of range", name), std::to_string(value),
                     fmt::format("{} or more", least));
  };
  at_least("batch_size", options.batch_size, 1);
  at_least("threads", options.threads, 0);
  at_least("prefetch", options.prefetch, 1);
  at_least("width", options.width, 0);
  at_least("height", options.height, 0);
  const bool stored_so = options.channels == 4 && dataset.size() > 0 && dataset.in_memory(0) &&
                         dataset.in_memory(0)->channels == 4;
  if (options.channels != 1 && options.channels != 3 && !stored_so)
    refuse_loading("channels", std::to_string(options.channels), "1 or 3");
  if (options.even_batches && options.drop_last)
    refuse_loading("even batches of which one is dropped", "even_batches and drop_last", "one of them");
  if (options.policy.fields != std::vector<PolicyField>{{"image", FieldKind::image}})
    refuse_loading("a policy of other fields", "", "the field 'image' alone");
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
  if (options.width == 0 || options.height == 0) {
    const SizeSurvey survey = survey_sizes(dataset);
    if (options.width == 0) options.width = survey.shape_width;
    if (options.height == 0) options.height = survey.shape_height;
  }
  constexpr std::size_t kCaches = std::size_t{4} << 20;  // bytes, more than a core has to itself
  const auto elements = static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height) *
                        static_cast<std::size_t>(options.channels) *
                        static_cast<std::size_t>(options.batch_size);
  // It has been taken when the pipeline begins.
  if (options.fit.kind == Fit::Kind::policy_part) options.pipeline.first_part_taken = true;
  options.format.past_caches = elements * element_bytes(options.format.element) > kCaches;
  return options;
}

void refuse_loading(const std::string& what, const std::string& got, const std::string& expected) {
  throw Error({.where = "Loader", .what = what, .got = got, .expected = expected, .mend = ""},
              ErrorKind::usage);
}

}  // namespace variegate
