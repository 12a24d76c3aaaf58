// How pictures of any size come to the shape that a model takes.
#pragma once

#include "variegate/data/annotations/real_box.h"
#include "variegate/ops/image/parts/random_part.h"

namespace variegate {

struct Fit {
  enum class Kind {
    stretch,      // the whole picture; its proportions are not kept
    crop_middle,  // the largest part in the middle with the shape's proportions, or less of it: `shorter`
    random_part,  // a part drawn anew in each epoch: random resized crop
    policy_part,  // the part that the policy begins with (Pipeline::first_part()), else the largest in the
                  // middle
  };
  Kind kind = Kind::stretch;
  // For crop_middle: the pixels to which the picture's shorter side is resized before the shape is cut from
  // its middle (256 for 224 in the usual evaluation on ImageNet); 0: to fit the shape.
  int shorter = 0;
  PartLimits part = {};  // of random_part

  bool operator==(const Fit&) const = default;
};

// The part of a picture of that size that is resized to width x height; of policy_part, where the policy
// begins with none. random is drawn from by random_part alone.
Box fitted_part(const Fit& fit, int picture_width, int picture_height, int width, int height, Stream& random);

}  // namespace variegate
