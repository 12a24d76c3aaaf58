#include "variegate/study/data_plan.h"

#include <fmt/format.h>

#include <optional>

#include "variegate/data/splits.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

// Looks at the pictures when it is first asked for.
class LazySurvey {
 public:
  explicit LazySurvey(const DataSpec& data) : data_(data) {}

  const SizeSurvey& operator()() {
    if (!survey_) survey_ = survey_training_part(data_);
    return *survey_;
  }

 private:
  const DataSpec& data_;
  std::optional<SizeSurvey> survey_;
};

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

void settle_size(DataPlan& plan, LazySurvey& look) {
  DataSpec& data = plan.data;
  plan.width = plan.height = data.resolution;
  if (data.resolution > 0 && data.fit != "auto") return;
  const SizeSurvey& survey = look();
  const Preparation preparation = preparation_for(survey, data.resolution, data.fit);
  plan.width = preparation.width;
  plan.height = preparation.height;
  data.fit = name_of(preparation.fit);
  if (data.resolution == 0) {
    plan.choice = choose_size(survey);
    if (plan.choice.sides.empty()) return;  // as they are
  }
  data.resolution = preparation.width;
  if (survey.alike && survey.width == plan.width && survey.height == plan.height) return;
  plan.line = fmt::format("pictures are {}: trained at {} x {}, {} (--resolution, --fit)",
                          size_in_words(survey), plan.width, plan.height, words_of(preparation.fit));
}

Policy automatic_base(const SizeSurvey& survey) {
  const bool small = choose_size(survey).sides.empty();
  if (survey.colour) return base_policy(small ? "crop-flip" : "resized-crop-flip");
  return base_policy(small ? "crop" : "resized-crop");
}

}  // namespace

DataPlan plan_data(const DataSpec& data, const std::string& base) {
  LazySurvey look(data);
  DataPlan plan{.data = data, .base = {}, .line = "", .choice = {}};
  settle_size(plan, look);
  plan.base = base == "auto" ? automatic_base(look()) : base_policy(base);
  return plan;
}

About base_option(const std::string& whose) {
  return {.summary = "augmentation before " + whose +
                     ": auto (random resized crop and flip for photographs, crop and flip for small colour "
                     "pictures; no flip for grey), " +
                     base_choices()};
}

}  // namespace variegate
