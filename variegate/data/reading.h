// How a data set is to be found and read, whatever its format.
#pragma once

#include "variegate/data/formats/parts/open_options.h"
#include "variegate/data/group_rule.h"

namespace variegate {

struct Reading {
  GroupRule rule{};
  OpenOptions options{};
  bool undivided = false;  // whatever the names say, there are no parts
};

}  // namespace variegate
