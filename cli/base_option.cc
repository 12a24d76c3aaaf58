#include "cli/base_option.h"

#include "variegate/policy/published.h"

namespace variegate::cli {

Policy base_of(const std::string& name, const DataSpec& data) {
  if (name != "auto") return base_policy(name);
  const SizeSurvey survey = survey_training_part(data);
  const bool small = choose_size(survey).sides.empty();
  if (survey.colour) return base_policy(small ? "crop-flip" : "resized-crop-flip");
  return base_policy(small ? "crop" : "resized-crop");
}

std::string base_help(const std::string& whose) {
  return "what comes before " + whose +
         ": auto (random resized crop and flip for photographs, crop and flip for small colour pictures; no "
         "flip "
         "for grey), " +
         base_choices();
}

}  // namespace variegate::cli
