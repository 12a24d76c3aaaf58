// How a data set is to be read, whatever its format.
#pragma once

#include "variegate/data/group_rule.h"

namespace variegate {

struct Reading {
  GroupRule rule{};
  bool skip_bad = false;   // leave out and count what cannot be read, instead of an error
  bool undivided = false;  // whatever the names say, there are no parts
};

}  // namespace variegate
