// The trials with which a method starts, before it has anything to learn from: a screening design.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/space/point.h"

namespace variegate {

struct Space;

// How many trials the design takes of those planned (0: not known).
std::int64_t start_trials(const Space& space, std::int64_t planned);

// How many it takes of methods that need several rounds of it, since they learn little from one: a fifth of
// the trials planned, at most 100. A cause that only a strong operation shows is hardly met in one round
// (docs/experiments/start-design.md).
std::int64_t start_trials_in_rounds(std::int64_t planned);

// Which trial of the design this one is; nullopt: one to be learnt. A design that is known to fit comes
// first. When only a clock ends the study, it may end soon: from the ninth trial on every second is a learnt
// one.
std::optional<std::int64_t> start_number(const Space& space, std::int64_t planned, std::int64_t trial);

// The design of the kind of space (start_of() beside it), or a Latin hypercube.
Point start_point(const Space& space, std::uint64_t seed, std::int64_t trial);

// A follow-up run of the design: operations at strengths at which they have not been tried. As in the
// foldover runs of a screening design (Box and Hunter, Technometrics 1961) levels change ends: an operation
// may harm at one strength and cure at another, which a surrogate that is smooth in strength does not expect.
// nullopt: there is nothing left to try so, or the kind of space has no such runs.
std::optional<Point> follow_up(const Space& space, std::span<const Point> tried, Stream& random);

inline constexpr std::int64_t kLatinTrials = 10;

// A Latin hypercube (McKay, Beckman and Conover 1979) of kLatinTrials: every value of every coordinate
// equally often; a dimension with more values than that is cut into as many stretches, and one value is drawn
// from each.
Point latin_point(const std::vector<Dimension>& dimensions, std::uint64_t seed, std::int64_t trial);

}  // namespace variegate
