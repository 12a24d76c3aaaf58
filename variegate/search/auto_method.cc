#include "variegate/search/auto_method.h"

#include <fmt/format.h>

namespace variegate {
namespace {

// Beyond, the Gaussian process's time for a proposal grows with the cube of the trials, and evolution has
// caught up with it.
constexpr std::int64_t kMostForGp = 300;

// Of a space that a grid can go through; 0: none, or too many to count.
std::int64_t points_in(const Space& space) {
  if (!std::holds_alternative<UniformSpace>(space.kind) && !std::holds_alternative<ListSpace>(space.kind))
    return 0;
  std::int64_t points = 1;
  for (const Dimension& dimension : dimensions(space)) points *= dimension.size;
  return points;
}

}  // namespace

MethodChoice choose_method(const Space& space, std::int64_t trials) {
  if (std::holds_alternative<IntensitySpace>(space.kind))
    return {"pba", "the space of population-based augmentation"};
  const std::int64_t points = points_in(space);
  if (points > 0 && points <= trials) return {"grid", fmt::format("all {} points fit", points)};
  if (trials > kMostForGp)
    return {"evolution",
            fmt::format("more than {} trials, which a Gaussian process is slow with", kMostForGp)};
  return {"gp", "it needs the fewest trials"};
}

}  // namespace variegate
