// Pictures to measure with where there are no photographs at hand.
#pragma once

#include <vector>

#include "variegate/core/image.h"

namespace variegate {

// RGB pictures like photographs in what operations can be faster or slower for: detail at every scale,
// falling off as 1/f as in photographs (Field 1987), flat objects with sharp edges, grain, channels that go
// together. The same pictures on every machine; count, width and height at least 1.
std::vector<Image> made_pictures(int count, int width, int height);

}  // namespace variegate
