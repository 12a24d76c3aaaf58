// Grid search: every point of the space once. The order is drawn from the seed, so that a budget which ends
// early has seen a fair sample of the grid and not one corner of it.
#include "variegate/search/method.h"

namespace variegate::methods {
namespace {

class GridSearcher : public Searcher {
 public:
  GridSearcher(const Space& space, const SearcherOptions& options) : dimensions_(dimensions(space)) {
    std::size_t points = 1;
    for (const Dimension& dimension : dimensions_) points *= static_cast<std::size_t>(dimension.size);
    Stream random({.seed = options.seed, .epoch = 0, .sample = 0, .place = hash_text("search/grid")});
    order_ = random.permutation(points);
    // Points that differ only where it does not matter stand for one policy.
    std::erase_if(order_, [&](std::size_t number) {
      const Point point = point_of(number);
      return canonical(space, point) != point;
    });
  }

  std::optional<Proposal> propose(std::int64_t trial) override {
    if (trial < 0 || static_cast<std::size_t>(trial) >= order_.size()) return std::nullopt;
    return Proposal{point_of(order_[static_cast<std::size_t>(trial)])};
  }

  void observe(const Outcome&) override {}

 private:
  Point point_of(std::size_t number) const {
    Point point;
    for (const Dimension& dimension : dimensions_) {
      const auto size = static_cast<std::size_t>(dimension.size);
      point.push_back(static_cast<int>(number % size));
      number /= size;
    }
    return point;
  }

  std::vector<Dimension> dimensions_;
  std::vector<std::size_t> order_;
};

}  // namespace

const Method& grid() {
  static const Method method{
      .info = {.name = "grid",
               .summary = "every point once: the numbers N and M of RandAugment, or each policy of a list",
               .source = "Cubuk et al., RandAugment, NeurIPS 2020",
               .order = 20},
      .spaces = {"uniform", "list"},
      .make = make_of<GridSearcher>};
  return method;
}

}  // namespace variegate::methods
