// How large spaces may be.
#pragma once

namespace variegate {

inline constexpr int kMostSlots = 100;      // sub-policies of a policy, operations of a uniform draw
inline constexpr int kMostSteps = 10;       // operations in a sub-policy, and of the broad part
inline constexpr int kMostCopies = 10;      // of an operation
inline constexpr int kFinestLevels = 1000;  // of a quantity

}  // namespace variegate
