// Whether boxes and keypoints can be right, which is known only once the size of their picture is.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "variegate/data/sample.h"

namespace variegate {

// Boxes and keypoints in shares of the picture's width and height become pixels.
void resize_shares(Sample& sample);

// Boxes must have an inside, at least one of their sides a pixel long, and show some of the picture; visible
// keypoints must lie in the picture or on its border, give or take a pixel. Shares of the picture (YOLO's) in
// the place of pixels are recognised. Error, beginning with `where`, that names the first that cannot be
// right; with skip_bad such boxes are left out and counted in Boxes::dropped, such keypoints hidden. Boxes
// that are partly outside are clipped, and counted in Boxes::clipped when it is by more than a pixel.
void check_annotations(Sample& sample, const std::string& where, bool skip_bad);

// A hash of everything that the fields hold.
std::uint64_t digest_of_annotations(std::span<const Field> fields);

}  // namespace variegate
