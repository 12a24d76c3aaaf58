// The sizes and switches of the search spaces as options (core/describe.h): all but their operations.
#pragma once

#include "variegate/core/describe.h"
#include "variegate/space/limits.h"
#include "variegate/space/space.h"

namespace variegate {

template <MaybeConst<SubPolicySpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option("sub_policies", space.sub_policies,
         {.low = 1, .high = kMostSlots, .summary = "most sub-policies in a policy", .later = true});
  option("calls", space.calls,
         {.low = 1, .high = kMostSteps, .summary = "operations in a sub-policy", .later = true});
  option("probability_levels", space.probability_levels,
         {.low = 1,
          .high = kFinestLevels,
          .flag = kNoFlag,
          .summary = "levels of a probability",
          .later = true});
  option(
      "strength_levels", space.strength_levels,
      {.low = 1, .high = kFinestLevels, .flag = kNoFlag, .summary = "levels of a strength", .later = true});
  option("ranges", space.ranges,
         {.flag = kNoFlag,
          .summary = "magnitudes drawn up to a strength, instead of fixed ones",
          .later = true});
  option(
      "broad_calls", space.broad_calls,
      {.low = 0,
       .high = kMostSteps,
       .flag = "broad",
       .summary = "most operations drawn for every sample before the sub-policies, as RandAugment does; 0: "
                  "none",
       .later = true});
  option("shapes", space.shapes,
         {.flag = kNoFlag,
          .summary = "magnitudes that may be kept to one side, or to the stronger half",
          .later = true});
}

template <MaybeConst<UniformSpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option("most_calls", space.most_calls,
         {.low = 1,
          .high = kMostSlots,
          .flag = kNoFlag,
          .summary = "most operations drawn for a sample",
          .later = true});
  option(
      "strength_levels", space.strength_levels,
      {.low = 1, .high = kFinestLevels, .flag = kNoFlag, .summary = "levels of the strength", .later = true});
}

template <MaybeConst<IntensitySpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option(
      "copies", space.copies,
      {.low = 1, .high = kMostCopies, .flag = kNoFlag, .summary = "copies of each operation", .later = true});
  option("probability_levels", space.probability_levels,
         {.low = 1,
          .high = kFinestLevels,
          .flag = kNoFlag,
          .summary = "levels of a probability",
          .later = true});
  option(
      "strength_levels", space.strength_levels,
      {.low = 1, .high = kFinestLevels, .flag = kNoFlag, .summary = "levels of a strength", .later = true});
}

}  // namespace variegate
