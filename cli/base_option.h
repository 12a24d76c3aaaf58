// The base: what comes before every policy of a search or comparison.
#pragma once

#include <string>

#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"

namespace variegate::cli {

// name: "auto", a base of policy/published.h, or a policy file. auto looks at the first training picture:
// random crop and horizontal flip for colour (photographs), random crop alone for grey, which are often
// digits, letters or scans that a mirror would spoil.
Policy base_of(const std::string& name, const DataSpec& data);

}  // namespace variegate::cli
