// What a loader makes of its options before it begins.
#pragma once

#include <string>

#include "variegate/data/dataset.h"
#include "variegate/loader/loader_options.h"

namespace variegate {

// The options with all that is left to the loader settled: samples, width and height (0 where no pictures are
// given out), and of a policy that changes nothing its fields. Error (usage) when they make no sense for the
// data set.
LoaderOptions checked(LoaderOptions options, const Dataset& dataset);

[[noreturn]] void refuse_loading(const std::string& what, const std::string& got,
                                 const std::string& expected);

}  // namespace variegate
