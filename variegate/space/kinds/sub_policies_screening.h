// What a trial of the screening design (sub_policies_start.cc) is made of.
#pragma once

#include <span>

#include "variegate/space/kinds/sub_policies.h"

namespace variegate {

// An operation as the screening tries it: on most of the samples.
struct Screened {
  int op = 0;
  int strength = 0;  // a level
};

// The base with these operations, one after the other into as few sub-policies as hold them.
Point screening_point(const SubPolicySpace& space, std::span<const Screened> ops);

}  // namespace variegate
