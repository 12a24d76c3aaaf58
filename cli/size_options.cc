#include "cli/size_options.h"

#include <fmt/format.h>

#include "variegate/policy/lengths.h"

namespace variegate::cli {
namespace {

const char* words_of(DataFit fit) {
  switch (fit) {
    case DataFit::stretch:
      return "stretched";
    case DataFit::crop:
      return "cropped, their proportions kept";
    case DataFit::pad:
      return "padded, their proportions kept";
  }
  return "";
}

}  // namespace

TrainingSize settle_size(DataSpec& data) {
  if (data.resolution > 0 && data.fit != "auto") return {data.resolution, data.resolution, "", {}};
  const SizeSurvey survey = survey_training_part(data);
  const Preparation preparation = preparation_for(survey, data.resolution, data.fit);
  data.fit = name_of(preparation.fit);
  TrainingSize size{preparation.width, preparation.height, "", {}};
  if (data.resolution == 0) {
    size.choice = choose_size(survey);
    if (size.choice.sides.empty()) return size;  // as they are
  }
  data.resolution = preparation.width;
  if (survey.alike && survey.width == size.width && survey.height == size.height) return size;
  size.line = fmt::format("pictures are {}: trained at {} x {}, {} (--resolution, --fit)",
                          size_in_words(survey), size.width, size.height, words_of(preparation.fit));
  return size;
}

TrainingSize settle_and_say_size(DataSpec& data) {
  TrainingSize size = settle_size(data);
  if (!size.line.empty()) fmt::print(stderr, "{}\n", size.line);
  return size;
}

void warn_of_size(const Policy& policy, int width, int height) {
  const std::string notice = size_notice(policy, width, height);
  if (!notice.empty()) fmt::print(stderr, "warning: {}\n", notice);
}

}  // namespace variegate::cli
