// What each kind of space says of itself: one file a kind.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "variegate/space/space.h"

namespace variegate {

std::vector<Dimension> dimensions_of(const SubPolicySpace& space);
std::vector<Dimension> dimensions_of(const UniformSpace& space);
std::vector<Dimension> dimensions_of(const IntensitySpace& space);
std::vector<Dimension> dimensions_of(const ListSpace& space);
std::vector<Dimension> dimensions_of(const BoxSpace& space);

// The sizes alone: every point that is looked at is checked against them, thousands of times a proposal.
std::vector<int> sizes_of(const SubPolicySpace& space);
std::vector<int> sizes_of(const UniformSpace& space);
std::vector<int> sizes_of(const IntensitySpace& space);
std::vector<int> sizes_of(const ListSpace& space);
std::vector<int> sizes_of(const BoxSpace& space);

// Of a point in range, as active_dimensions().
std::vector<std::pair<int, std::string>> active_of(const SubPolicySpace& space, const Point& point);
std::vector<std::pair<int, std::string>> active_of(const UniformSpace& space, const Point& point);
std::vector<std::pair<int, std::string>> active_of(const IntensitySpace& space, const Point& point);
std::vector<std::pair<int, std::string>> active_of(const ListSpace& space, const Point& point);
std::vector<std::pair<int, std::string>> active_of(const BoxSpace& space, const Point& point);

// Of a point in range, without the base.
Policy policy_of(const SubPolicySpace& space, const Point& point);
Policy policy_of(const UniformSpace& space, const Point& point);
Policy policy_of(const IntensitySpace& space, const Point& point);
Policy policy_of(const ListSpace& space, const Point& point);
Policy policy_of(const BoxSpace& space, const Point& point);

// Error (usage) unless there is a point and each stands for a sound policy behind the base.
void check_kind(const SubPolicySpace& space, const Policy& base);
void check_kind(const UniformSpace& space, const Policy& base);
void check_kind(const IntensitySpace& space, const Policy& base);
void check_kind(const ListSpace& space, const Policy& base);
void check_kind(const BoxSpace& space, const Policy& base);

}  // namespace variegate
