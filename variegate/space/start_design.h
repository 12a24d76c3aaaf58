// The trials with which a method starts, before it has anything to learn from: a screening design.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "variegate/space/space.h"

namespace variegate {

// How many trials the design takes of those planned (0: not known).
std::int64_t start_trials(const Space& space, std::int64_t planned);

// How many it takes of methods that need several rounds of it, since they learn little from one: a fifth of
// the trials planned, at most 100. A cause that only a strong operation shows is hardly met in one round
// (docs/search.md).
std::int64_t start_trials_in_rounds(std::int64_t planned);

// Which trial of the design this one is; nullopt: one to be learnt. A design that is known to fit comes
// first. When only a clock ends the study, it may end soon: from the ninth trial on every second is a learnt
// one.
std::optional<std::int64_t> start_number(const Space& space, std::int64_t planned, std::int64_t trial);

// An operation as the screening tries it: on most of the samples.
struct Screened {
  int op = 0;
  int strength = 0;  // a level
};
std::size_t ops_in_a_screening(const SubPolicySpace& space);
Point screening_point(const SubPolicySpace& space, std::span<const Screened> ops);

// Sub-policies: trial 0 is the base alone (when "identity" is in the set), what all others are compared with.
// Then every operation of the set is tried about equally often, two in a trial, on most samples and at
// strengths that change from round to round, so that an operation which undoes a shift shows by itself; every
// third trial is a broad policy instead (the broad part with so many operations and such a strength as the
// draw says; in a space without one all sub-policies, with many operations), for data where variety is what
// helps. This is group screening (Dorfman 1943; Watson 1961) with the groups redrawn each round. Other
// spaces: a Latin hypercube (McKay, Beckman and Conover 1979): every value of every coordinate equally often.
Point start_point(const Space& space, std::uint64_t seed, std::int64_t trial);

}  // namespace variegate
