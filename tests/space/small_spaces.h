// Small spaces of every kind.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "variegate/space/space.h"

namespace variegate::miniature {

inline Policy named_policy(const std::string& op) {
  Policy policy;
  policy.name = op;
  policy.root = {Call{.op = op, .arguments = {}, .probability = 1.0, .field = "image"}};
  return policy;
}

// A small space of a kind.
inline Space space_of(const std::string& kind) {
  Space space;
  if (kind == "sub-policies") {
    SubPolicySpace sub;
    sub.ops = {"identity", "rotate", "brightness", "invert", "posterize", "flip_horizontal"};
    sub.sub_policies = 3;
    space.kind = sub;
  } else if (kind == "uniform") {
    UniformSpace uniform;
    uniform.ops = {"identity", "rotate", "equalize"};
    space.kind = uniform;
  } else if (kind == "intensities") {
    space.kind = IntensitySpace{{"rotate", "brightness", "invert"}, 2, 5, 4};
  } else if (kind == "box") {
    space.kind = BoxSpace{{{"x", "x", 101, true}, {"y", "y", 5, true}, {"c", "c", 4, false}}};
  } else {
    ListSpace list;
    for (const char* op : {"identity", "invert", "equalize", "auto_contrast", "grey", "flip_horizontal"}) {
      list.policies.push_back(named_policy(op));
    }
    space.kind = list;
  }
  return space;
}

// The space with these mixes of samples to choose from; nullopt: its kind has no such part.
inline std::optional<Space> with_mixes(Space space,
                                       const std::vector<std::string>& mixes = {"mixup", "sample_pairing"}) {
  const auto set = [&](auto& kind) {
    if constexpr (requires { kind.mixes; }) {
      kind.mixes = mixes;
      return true;
    } else {
      return false;
    }
  };
  return std::visit(set, space.kind) ? std::optional(std::move(space)) : std::nullopt;
}

inline bool has_mixes(const Space& space) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (requires { kind.mixes; }) {
          return !kind.mixes.empty();
        } else {
          return false;
        }
      },
      space.kind);
}

// The same space with one or all of its sizes brought down to one.
inline std::vector<Space> narrowed(const Space& space) {
  std::vector<Space> all;
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) {
    const auto add = [&](const std::function<void(SubPolicySpace&)>& narrow) {
      SubPolicySpace small = *sub;
      narrow(small);
      all.push_back({small, space.base});
    };
    add([](auto& small) { small.ops = {"rotate"}; });
    add([](auto& small) { small.ops = {"identity"}; });
    add([](auto& small) { small.sub_policies = 1; });
    add([](auto& small) { small.calls = 1; });
    add([](auto& small) { small.probability_levels = 1; });
    add([](auto& small) { small.strength_levels = 1; });
    add([](auto& small) { small = {{"rotate"}, 1, 1, 1, 1, true}; });  // a single point
  } else if (const auto* uniform = std::get_if<UniformSpace>(&space.kind)) {
    all.push_back({UniformSpace{uniform->ops, 1, uniform->strength_levels}, space.base});
    all.push_back({UniformSpace{uniform->ops, uniform->most_calls, 1}, space.base});
    all.push_back({UniformSpace{{"rotate"}, 1, 1}, space.base});
  } else if (const auto* intensities = std::get_if<IntensitySpace>(&space.kind)) {
    all.push_back({IntensitySpace{{"rotate"}, 1, 5, 4}, space.base});
    all.push_back({IntensitySpace{intensities->ops, 1, 1, 4}, space.base});
    all.push_back({IntensitySpace{{"invert"}, 1, 1, 1}, space.base});
  } else if (const auto* box = std::get_if<BoxSpace>(&space.kind)) {
    for (std::size_t i = 0; i < box->dimensions.size(); ++i) {
      BoxSpace small = *box;
      small.dimensions[i].size = 1;
      all.push_back({small, space.base});
    }
  } else {
    all.push_back({ListSpace{{std::get<ListSpace>(space.kind).policies.front()}}, space.base});
  }
  for (Space& small : all) {
    if (has_mixes(space)) small = *with_mixes(small, {"sample_pairing"});
  }
  return all;
}

}  // namespace variegate::miniature
