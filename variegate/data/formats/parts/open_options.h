// How pictures and their annotations are read, whatever their format.
#pragma once

#include "variegate/data/decode/orientation.h"

namespace variegate {

struct OpenOptions {
  bool skip_bad = false;  // leave out and count what cannot be read, instead of an error
  Orientation orientation = Orientation::apply;
};

}  // namespace variegate
