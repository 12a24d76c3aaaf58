// A Parzen estimator over whole points, which keeps what goes together (Falkner, Klein and Hutter, ICML
// 2018).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "variegate/space/space.h"

namespace variegate {

// One kernel a point, the product of one a coordinate, and the uniform density with the weight of one point.
// A coordinate that does not matter in a kernel's point, or means something else there, is uniform in it.
class JointDensity {
 public:
  JointDensity(const Space& space, const std::vector<Dimension>& dimensions,
               const std::vector<const Point*>& points);

  Point draw(Stream& random) const;

  // The log density of those coordinates that matter in the point.
  double log_density(const Point& point) const;

 private:
  struct Component {
    const Point* point;
    std::vector<int> roles;         // a coordinate; -1: it does not matter
    std::vector<double> widths;     // of the kernel a coordinate: standard deviation in levels
    std::vector<double> log_peaks;  // of the kernel a coordinate, at the value of the point
  };

  std::vector<int> roles_of(const Point& point) const;
  void set_widths(std::size_t coordinate);
  int draw_near(const Component& component, std::size_t coordinate, Stream& random) const;
  double same_share(std::size_t coordinate) const;

  const Space& space_;
  const std::vector<Dimension>& dimensions_;
  mutable std::map<std::string, int> role_numbers_;
  std::vector<Component> components_;
};

}  // namespace variegate
