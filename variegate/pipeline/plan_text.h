// What the pipeline makes of a policy, for people: which operations become one pass over the picture.
#pragma once

#include <string>

#include "variegate/policy/policy.h"

namespace variegate {

// Lines, each ended: the policy in the order in which it runs, every line one pass. What is drawn at random
// is joined when it has been drawn (fields/image_field.h), so a line may continue where the next begins with
// its own kind. fuse: as in PipelineOptions. Error when the policy is not sound.
std::string plan_text(const Policy& policy, bool fuse);

}  // namespace variegate
