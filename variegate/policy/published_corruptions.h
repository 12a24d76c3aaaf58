// Corruptions to measure robustness with, in the manner of ImageNet-C (Hendrycks and Dietterich, ICLR 2019):
// each at five severities. They are our own operations, and the pictures of ImageNet-C are not reproduced:
// figures measured with them compare with each other, not with published ones.
#pragma once

#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

inline constexpr int kSeverities = 5;

// "gaussian_noise", "fog", ...: in the order of the paper's groups (noise, blur, weather, digital).
const std::vector<std::string>& corruption_kinds();

// A kind of those, applied to every picture. severity 1 .. 5: the mildest to the strongest. What it draws
// (noise, where snow falls) it draws anew for every sample. Amounts depend on the width of the picture: up to
// 96 pixels they are those for 32 pixels, above those for 224, and above 336 amounts in pixels are doubled.
Policy corruption(const std::string& kind, int severity);

}  // namespace variegate
