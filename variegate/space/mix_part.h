// The part of a space that chooses a mix of samples (Policy::batch): none or one of a set, on what share of
// the samples, and how strongly. Spaces of operations hold one when their set of mixes is not empty.
//
// Its coordinates are the last of a point: "mix" (0: none, i: the i-th of the set), "mix.probability" and
// "mix.strength". Level i of n stands for (i + 1) / n; a strength is a share of the way from the weakest to
// the strongest value of the mix's first parameter (SampleMix::magnitude).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/policy/policy.h"
#include "variegate/space/measure.h"
#include "variegate/space/point.h"

namespace variegate {

using MixNames =
    std::vector<std::string>;  // empty: the space has no such part, and its points no coordinates

inline constexpr int kMixCoordinates = 3;
inline constexpr int kMixProbabilityLevels = 5;  // 0.2 .. 1
inline constexpr int kMixStrengthLevels = 10;    // 0.1 .. 1

// Error (usage) unless each is known and given once, there is a picture to mix, and the base mixes nothing.
void check_mixes(const MixNames& mixes, const std::vector<PolicyField>& fields, const Policy& base);

void add_mix_dimensions(const MixNames& mixes, std::vector<Dimension>& all);
void add_mix_sizes(const MixNames& mixes, std::vector<int>& sizes);
void add_active_mix(const MixNames& mixes, const Point& point, ActiveDimensions& active);

// The coordinate "mix" of points of that many coordinates; the other two follow it. nullopt: no such part.
std::optional<std::size_t> mix_coordinate(const MixNames& mixes, std::size_t coordinates);

// The mix that the point chooses, done to the first field that is a picture; empty: none.
std::vector<MixCall> mix_calls(const MixNames& mixes, const std::vector<PolicyField>& fields,
                               const Point& point);

// One atom, whose kind is `first_kind` and the number of the mix, from 0.
void add_mix_atom(const MixNames& mixes, const Point& point, int first_kind, Measure& atoms);

// Another mix, or another level of its probability or strength.
void move_mix(const MixNames& mixes, Point& point, Stream& random);

// Lays a mix over a trial of a start design: none and each of the set equally often, on most samples, at any
// strength.
void lay_start_mix(const MixNames& mixes, std::uint64_t seed, std::int64_t trial, Point& point);

}  // namespace variegate
