#include "variegate/search/joint_density.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace variegate {
namespace {

double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

}  // namespace

JointDensity::JointDensity(const Space& space, const std::vector<Dimension>& dimensions,
                           const std::vector<const Point*>& points)
    : space_(space), dimensions_(dimensions) {
  const std::size_t number = dimensions.size();
  components_.reserve(points.size());
  for (const Point* point : points) {
    components_.push_back(
        {point, roles_of(*point), std::vector<double>(number), std::vector<double>(number)});
  }
  for (std::size_t i = 0; i < number; ++i) {
    if (dimensions[i].ordered) set_widths(i);
  }
}

// The larger of the distances to the next values on either side, of the points to which the coordinate means
// the same (Bergstra et al. 2011), but not less than a share of the range.
void JointDensity::set_widths(std::size_t coordinate) {
  const double size = dimensions_[coordinate].size;
  const double narrowest =
      std::max(0.5, size / std::min(100.0, 2.0 + static_cast<double>(components_.size())));
  std::map<int, std::vector<Component*>> by_role;
  for (Component& component : components_) by_role[component.roles[coordinate]].push_back(&component);
  const auto value_of = [&](const Component* component) { return (*component->point)[coordinate]; };
  for (auto& [role, alike] : by_role) {
    std::stable_sort(alike.begin(), alike.end(),
                     [&](const auto* a, const auto* b) { return value_of(a) < value_of(b); });
    for (std::size_t k = 0; k < alike.size(); ++k) {
      const double value = value_of(alike[k]);
      const double left = k > 0 ? value - value_of(alike[k - 1]) : 0.0;
      const double right = k + 1 < alike.size() ? value_of(alike[k + 1]) - value : 0.0;
      const double gap = alike.size() > 1 ? std::max(left, right) : size;
      const double width = std::clamp(gap, narrowest, std::max(narrowest, size));
      const double below = normal_share((-0.5 - value) / width);
      const double up_to = normal_share((size - 0.5 - value) / width);
      alike[k]->widths[coordinate] = width;
      alike[k]->log_peaks[coordinate] =
          -std::log(width * std::sqrt(2.0 * std::numbers::pi) * (up_to - below));
    }
  }
}

std::vector<int> JointDensity::roles_of(const Point& point) const {
  std::vector<int> roles(dimensions_.size(), -1);
  for (const auto& [coordinate, role] : active_dimensions(space_, point))
    roles[coordinate] = role_numbers_.emplace(role, static_cast<int>(role_numbers_.size())).first->second;
  return roles;
}

// The share of a category's kernel that stays with it; the rest is spread over all.
double JointDensity::same_share(std::size_t coordinate) const {
  const double weight = 1.0 / (static_cast<double>(components_.size()) + 1.0);
  return 1.0 / (1.0 + dimensions_[coordinate].size * weight);
}

double JointDensity::log_density(const Point& point) const {
  const std::vector<int> roles = roles_of(point);
  double uniform = 0.0;
  std::vector<std::size_t> active;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] < 0) continue;
    active.push_back(i);
    uniform -= std::log(dimensions_[i].size);
  }
  std::vector<double> log_same, log_other;  // of categories
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const double other = (1.0 - same_share(i)) / dimensions_[i].size;
    log_same.push_back(std::log(same_share(i) + other));
    log_other.push_back(std::log(other));
  }
  std::vector<double> logs{uniform};
  for (const Component& component : components_) {
    double sum = 0.0;
    for (const std::size_t i : active) {
      if (component.roles[i] != roles[i]) {
        sum -= std::log(dimensions_[i].size);
      } else if (dimensions_[i].ordered) {
        const double distance = (point[i] - (*component.point)[i]) / component.widths[i];
        sum += component.log_peaks[i] - 0.5 * distance * distance;
      } else {
        sum += point[i] == (*component.point)[i] ? log_same[i] : log_other[i];
      }
    }
    logs.push_back(sum);
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double total = 0.0;
  for (const double log : logs) total += std::exp(log - largest);
  return largest + std::log(total / static_cast<double>(logs.size()));
}

int JointDensity::draw_near(const Component& component, std::size_t coordinate, Stream& random) const {
  const int size = dimensions_[coordinate].size;
  const int value = (*component.point)[coordinate];
  if (!dimensions_[coordinate].ordered) {
    if (random.bernoulli(same_share(coordinate))) return value;
    return static_cast<int>(random.below(static_cast<std::uint64_t>(size)));
  }
  for (;;) {  // at least a third of the kernel lies within the range
    const double drawn = std::round(value + component.widths[coordinate] * random.normal());
    if (drawn >= 0.0 && drawn < size) return static_cast<int>(drawn);
  }
}

// Coordinates in order: what one means depends only on earlier ones (count, then op, then its strength).
Point JointDensity::draw(Stream& random) const {
  Point point = draw_point(space_, random);
  const std::uint64_t chosen = random.below(components_.size() + 1);
  if (chosen == components_.size()) return point;
  const Component& component = components_[chosen];
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (component.roles[i] >= 0 && roles_of(point)[i] == component.roles[i])
      point[i] = draw_near(component, i, random);
  }
  return point;
}

}  // namespace variegate
