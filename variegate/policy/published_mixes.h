// Published mixes of samples, as policies that do nothing but mix.
#pragma once

#include <optional>
#include <string>

#include "variegate/policy/policy.h"

namespace variegate {

// "mixup", "mixup:ALPHA", "cutmix", "cutmix:ALPHA", "mixup-cutmix", "mosaic", "sample-pairing"; nothing for
// another name. Error (usage) when ALPHA is no number in the range of the mix.
std::optional<Policy> published_mixes(const std::string& name);

}  // namespace variegate
