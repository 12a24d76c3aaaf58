// How many trials a search has when nobody says.
#pragma once

#include <cstdint>

namespace variegate {

inline constexpr std::int64_t kUsualTrials = 40;   // docs/experiments/planted-problems.md: what gp needs
inline constexpr std::int64_t kUsualMembers = 16;  // of a population: Ho et al. 2019, section 3.2

}  // namespace variegate
