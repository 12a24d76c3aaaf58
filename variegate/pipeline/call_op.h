// One operation on a picture and on what belongs to it.
#pragma once

#include <string>

#include "variegate/ops/image/parts/annotations.h"
#include "variegate/pipeline/lazy_image.h"

namespace variegate {

// field: of the picture that `image` puts off calls of. rules: which boxes are dropped; nullptr: annotations
// stay where they are.
inline void call_op(const Op& op, const std::string& field, const OpArguments& arguments,
                    const AnnotationRules* rules, LazyImage& image, Sample& sample) {
  if (op.map == nullptr) return image.call(op, nullptr, arguments);
  const int width = image.picture().width, height = image.picture().height;
  const GeometricMap map = op.map(arguments, width, height);
  if (rules != nullptr) follow(sample, field, map, width, height, *rules, arguments.scratch);
  image.call(op, &map, arguments);
}

}  // namespace variegate
