#include "cli/example_images.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "variegate/data/formats.h"
#include "variegate/data/image_set.h"
#include "variegate/report/contact_sheet.h"

namespace variegate::cli {

namespace {

struct Size {
  int width = 0;
  int height = 0;
};

// The shape that most pictures have, no more oblong than training takes them, with that shorter side: more is
// seen of a picture and its annotations than in the square that is trained on.
Size shown_size(const SizeSurvey& survey, int shorter) {
  const double ratio = std::clamp(static_cast<double>(survey.shape_width) / survey.shape_height, 0.5, 2.0);
  return {static_cast<int>(std::lround(shorter * std::max(ratio, 1.0))),
          static_cast<int>(std::lround(shorter / std::min(ratio, 1.0)))};
}

}  // namespace

ImageSet example_images(const DataSpec& spec, int count, std::uint64_t seed) {
  const auto train =
      locate_data(spec.train, spec.format, spec.group_by, spec.open_options(), spec.parts).train.open();
  std::vector<int> labels(train->size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = train->label(i);
  std::vector<int> same_class(train->class_names().size());
  std::iota(same_class.begin(), same_class.end(), 0);
  const SizeSurvey survey = survey_sizes(*train);
  const Preparation preparation = preparation_for(survey, spec.resolution, spec.fit);
  const bool crop = preparation.fit == DataFit::crop;
  const Size size =
      crop ? shown_size(survey, preparation.width) : Size{preparation.width, preparation.height};
  return load_images(*train, pick_samples(labels, count, seed), same_class, train->class_names(),
                     {.shape = {.width = size.width, .height = size.height, .channels = 0},
                      .skip_bad = spec.skip_bad,
                      .annotations = true,
                      .crop = crop});
}

}  // namespace variegate::cli
