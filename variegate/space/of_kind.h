// What a kind of space says of itself. A kind is a struct with a default constructor, and describe()d when it
// has options (core/describe.h); what is known of it are functions beside it, found by overload, in one
// header and a file or a few of kinds/. To add one, write them and name the struct in SpaceKind (space.h).
// Every kind has:
//
//   std::string_view name_of(kind)              as files and options name it: "uniform"
//   std::vector<Dimension> dimensions_of(kind)
//   ActiveDimensions active_of(kind, point)     of a point in range
//   Policy policy_of(kind, point)               of a point in range, without the base
//   void check_kind(kind, base)                 Error (usage) unless there is a point and each stands for a
//                                               sound policy behind the base
//   void write_kind(kind, json)                 its members; all but "kind" and "base"
//   void read_kind(kind, json)                  and back; check_kind() has the ranges
//
// and, where a kind knows better than the general answer, which is in this header:
//
//   std::vector<int> sizes_of(kind)             quicker than dimensions_of: every point that is looked at is
//                                               checked against them, thousands of times a proposal
//   Measure measure_of(kind, point)             makes gp compare policies instead of coordinates
//   Point neighbour_of(kind, point, op_weights, random)
//   std::vector<Point> simpler_of(kind, point)
//   std::vector<Point> wider_of(kind, point)
//   int op_coordinate_of(kind)                  of the first coordinate that chooses an operation
//   Point start_of(kind, seed, trial)
//   std::int64_t start_trials_of(kind)
//   std::optional<Point> follow_up_of(kind, tried, random)
//   UsualMethod usual_method_of(kind)           the method that its source searches it by
//
// space.h, neighbour.h and start_design.h say what each is for.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/random.h"
#include "variegate/policy/policy.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/point.h"
#include "variegate/space/start_design.h"
#include "variegate/space/usual_method.h"

namespace variegate::of_kind {

template <typename Kind>
std::vector<int> sizes(const Kind& kind) {
  if constexpr (requires { sizes_of(kind); }) {
    return sizes_of(kind);
  } else {
    std::vector<int> sizes;
    for (const Dimension& dimension : dimensions_of(kind)) sizes.push_back(dimension.size);
    return sizes;
  }
}

template <typename Kind>
constexpr bool has_moves(const Kind& kind) {
  return requires(Stream random) { neighbour_of(kind, Point{}, std::span<const double>{}, random); };
}

template <typename Kind>
Point neighbour(const Kind& kind, const Point& point, std::span<const double> op_weights, Stream& random) {
  if constexpr (requires { neighbour_of(kind, point, op_weights, random); }) {
    return neighbour_of(kind, point, op_weights, random);
  } else {
    return moved_coordinate(dimensions_of(kind), point, random);
  }
}

template <typename Kind>
std::vector<Point> simpler(const Kind& kind, const Point& point) {
  if constexpr (requires { simpler_of(kind, point); }) {
    return simpler_of(kind, point);
  } else {
    return {};
  }
}

template <typename Kind>
std::vector<Point> wider(const Kind& kind, const Point& point) {
  if constexpr (requires { wider_of(kind, point); }) {
    return wider_of(kind, point);
  } else {
    return {};
  }
}

template <typename Kind>
std::optional<int> op_coordinate(const Kind& kind) {
  if constexpr (requires { op_coordinate_of(kind); }) {
    return op_coordinate_of(kind);
  } else {
    return std::nullopt;
  }
}

template <typename Kind>
Point start(const Kind& kind, std::uint64_t seed, std::int64_t trial) {
  if constexpr (requires { start_of(kind, seed, trial); }) {
    return start_of(kind, seed, trial);
  } else {
    return latin_point(dimensions_of(kind), seed, trial);
  }
}

template <typename Kind>
std::int64_t start_trials(const Kind& kind) {
  if constexpr (requires { start_trials_of(kind); }) {
    return start_trials_of(kind);
  } else {
    return kLatinTrials;
  }
}

template <typename Kind>
std::optional<Point> follow_up(const Kind& kind, std::span<const Point> tried, Stream& random) {
  if constexpr (requires { follow_up_of(kind, tried, random); }) {
    return follow_up_of(kind, tried, random);
  } else {
    return std::nullopt;
  }
}

template <typename Kind>
std::optional<UsualMethod> usual_method(const Kind& kind) {
  if constexpr (requires { usual_method_of(kind); }) {
    return usual_method_of(kind);
  } else {
    return std::nullopt;
  }
}

template <typename Kind>
Json json(const Kind& kind) {
  Json json = Json::object();
  json["kind"] = std::string(name_of(kind));
  write_kind(kind, json);
  return json;
}

}  // namespace variegate::of_kind
