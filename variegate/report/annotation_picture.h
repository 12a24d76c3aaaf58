// Annotations drawn into their picture, to be looked at.
#pragma once

#include "variegate/data/sample.h"

namespace variegate {

// The picture in field "image", in colour, with masks laid over it half transparent, boxes as outlines and
// visible keypoints as dots, each in a colour of its label; the picture as it is when it has no annotations.
Image annotated_picture(const Sample& sample);

}  // namespace variegate
