// A final round that the budget ended before all of its runs had.
#pragma once

#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// Keeps the seeds at which every arm has ended (runs that failed have ended); where there is none, the arms
// that have ended with the first seed. No arm is left when none has. ended: by run, the arms taking turns
// seed by seed.
void keep_comparable(std::vector<ArmRecord>& arms, const std::vector<bool>& ended);

}  // namespace variegate
