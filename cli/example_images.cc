#include "cli/example_images.h"

#include <numeric>
#include <vector>

#include "variegate/data/formats.h"
#include "variegate/data/image_set.h"
#include "variegate/report/contact_sheet.h"

namespace variegate::cli {

ImageSet example_images(const DataSpec& spec, int count, std::uint64_t seed) {
  const auto train = locate_data(spec.train, spec.format, spec.group_by, spec.open_options()).train.open();
  std::vector<int> labels(train->size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = train->label(i);
  std::vector<int> same_class(train->class_names().size());
  std::iota(same_class.begin(), same_class.end(), 0);
  ImageShape shape = first_shape(*train, spec.skip_bad);
  if (spec.resolution > 0) shape.width = shape.height = spec.resolution;
  shape.channels = 0;
  return load_images(*train, pick_samples(labels, count, seed), same_class, train->class_names(),
                     {.shape = shape, .skip_bad = spec.skip_bad, .annotations = true});
}

}  // namespace variegate::cli
