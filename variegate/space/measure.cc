#include "variegate/space/measure.h"

#include <algorithm>
#include <cmath>

namespace variegate {

Measure rooted(Measure atoms) {
  std::stable_sort(atoms.begin(), atoms.end(), [](const Atom& a, const Atom& b) { return a.kind < b.kind; });
  Measure scaled = atoms;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    double total = 0.0;
    for (const Atom& atom : atoms) total += atom.kind == atoms[i].kind ? atom.share : 0.0;
    scaled[i].share /= std::sqrt(total);
  }
  return scaled;
}

double inner_product(const Measure& a, const Measure& b, double strength_width) {
  double sum = 0.0;
  double known = 0.0, nearness = 1.0;  // the last distance: all atoms of a broad part are equally far apart
  auto start = b.begin();
  for (const Atom& x : a) {
    while (start != b.end() && start->kind < x.kind) ++start;
    for (auto y = start; y != b.end() && y->kind == x.kind; ++y) {
      const double distance = (x.position - y->position) / strength_width;
      if (distance != known) {
        known = distance;
        nearness = std::exp(-0.5 * distance * distance);
      }
      sum += x.share * y->share * nearness;
    }
  }
  return sum;
}

}  // namespace variegate
