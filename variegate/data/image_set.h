// Chosen samples of a dataset, loaded and brought to one shape.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/field_spec.h"
#include "variegate/data/splits.h"

namespace variegate {

struct LoadOptions {
  ImageShape shape;  // channels: 1 or 3; 0 = 1 when all pictures are grey, else 3
  bool skip_bad = false;
  bool annotations = false;  // keep boxes, masks and keypoints, resized with their picture
  // The largest part in the middle with the shape's proportions, instead of the whole picture stretched.
  // Boxes that lie outside are dropped.
  bool crop = false;
};

// The samples in that order, their labels replaced by class_of[label]; sizes are made alike by resize(),
// channels by with_channels(). Files are decoded on all cores; what comes out does not depend on how many.
// Error of the first sample that cannot be read, unless skip_bad; and when the set would take more than
// 16 GiB.
ImageSet load_images(const Dataset& dataset, const std::vector<std::size_t>& indices,
                     const std::vector<int>& class_of, const std::vector<std::string>& class_names,
                     const LoadOptions& options);

}  // namespace variegate
