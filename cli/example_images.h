// A few pictures of the training data, to be shown.
#pragma once

#include <cstdint>

#include "variegate/data/splits.h"

namespace variegate::cli {

// `count` training pictures (fewer when there are not so many) of as many classes as can be, in the size that
// training would see, but oblong ones not cut to a square. Only those are read. Which ones depends on the
// seed.
ImageSet example_images(const DataSpec& spec, int count, std::uint64_t seed);

}  // namespace variegate::cli
