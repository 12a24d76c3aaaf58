#include "variegate/search/auto_method.h"

#include <fmt/format.h>

#include "variegate/search/searcher.h"
#include "variegate/space/of_kind.h"

namespace variegate {
namespace {

// Beyond this many trials gp is not taken: its time for a proposal grows with the cube of the trials, and
// evolution has caught up with it.
constexpr std::int64_t kMostForGp = 300;

// How many points a grid goes through at most; 0: it does not fit the space.
std::int64_t points_in(const Space& space) {
  if (!fits("grid", space)) return 0;
  std::int64_t points = 1;
  for (const Dimension& dimension : dimensions(space)) points *= dimension.size;
  return points;
}

}  // namespace

MethodChoice choose_method(const Space& space, std::int64_t trials) {
  const auto usual = std::visit([](const auto& kind) { return of_kind::usual_method(kind); }, space.kind);
  if (usual) return {usual->method, usual->why};
  const std::int64_t points = points_in(space);
  if (points > 0 && points <= trials) return {"grid", fmt::format("all {} points fit", points)};
  if (trials > kMostForGp)
    return {"evolution",
            fmt::format("more than {} trials, which a Gaussian process is slow with", kMostForGp)};
  return {"gp", "it needs the fewest trials"};
}

}  // namespace variegate
