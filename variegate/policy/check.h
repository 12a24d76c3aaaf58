// The limits of a policy, and look-ups that its readers share.
#pragma once

#include <string>

#include "variegate/policy/policy.h"

namespace variegate {

struct Op;
struct Parameter;

inline constexpr int kDeepestPolicy = 16;       // steps inside each other
inline constexpr std::size_t kMostFields = 16;  // of a policy
inline constexpr int kMostCalls = 1000;         // operations that one sample may meet
inline constexpr int kMostDraws = 64;           // of a Choose
inline constexpr double kLargestWeight = 1e6;   // and its inverse is the smallest above 0
inline constexpr int kWidestMix = 16;
inline constexpr int kDeepestMix = 16;
inline constexpr int kMostLevels = 100000;
inline constexpr int kMostEpochs = 1000000;    // of one stretch
inline constexpr double kLargestBound = 1e9;   // of a condition
inline constexpr std::size_t kMostMixes = 16;  // of a batch

// Does what check() does, for a policy at `path` of a larger document.
void check_at(const Policy& policy, const std::string& source, const std::string& path);

// What check() does about Policy::batch.
void check_batch(const Policy& policy, const std::string& source, const std::string& path);

// Error unless the distribution is sound and within the parameter's range.
void check_distribution(const Distribution& value, const Parameter& parameter, const std::string& where);

// The parameter of that name; Error with the nearest name when the operation has none. `where` is put first.
const Parameter& require_parameter(const Op& op, const std::string& name, const std::string& where);
const Parameter& require_parameter(const std::vector<Parameter>& parameters, const std::string& owner,
                                   const std::string& name, const std::string& where);

}  // namespace variegate
