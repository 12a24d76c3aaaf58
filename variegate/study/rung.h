// Rungs of asynchronous successive halving, which several early-stop rules are made of.
#pragma once

#include <cstddef>

#include "variegate/study/early_stop.h"

namespace variegate {

// Whether a trial is left behind at the rung that it has come to: of the trials that reached it, the best 1 /
// `reduction` continue, ties included. With fewer than `least_others` others nobody is left behind.
bool below_rung(const Race& race, std::size_t reduction, std::size_t least_others);

}  // namespace variegate
