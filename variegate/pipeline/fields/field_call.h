// What a step of a policy does to one field, whatever its kind.
#pragma once

#include <span>
#include <string>

#include "variegate/core/random.h"
#include "variegate/data/sample.h"
#include "variegate/ops/image/parts/annotations.h"

namespace variegate {

struct Op;

// The annotations that follow a picture: those of the sample that belong to that field.
struct Followers {
  Sample& sample;
  const std::string& field;
  const AnnotationRules& rules;
};

// One operation, which is on the kind of the field.
struct FieldCall {
  const Op& op;
  std::span<const double> values;  // one a parameter
  Stream& random;
  const Followers* followers = nullptr;  // nullptr: annotations stay where they are
};

}  // namespace variegate
