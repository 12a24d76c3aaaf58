// The base: what comes before every policy of a search or comparison.
#pragma once

#include <string>

#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"

namespace variegate::cli {

// name: "auto", a base of policy/published.h, or a policy file. auto looks at a sample of the training
// pictures: random crop and horizontal flip when most are in colour, random crop alone for grey, which are
// often digits, letters or scans that a mirror would spoil. Of pictures above 40 pixels the crop is a random
// resized one.
Policy base_of(const std::string& name, const DataSpec& data);

// The help of --base where auto may be said. whose: "every policy".
std::string base_help(const std::string& whose);

}  // namespace variegate::cli
