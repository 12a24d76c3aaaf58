// Random search: every trial a point of its own draw, whatever came before.
#include "variegate/search/method.h"

namespace variegate {
namespace {

class RandomSearcher : public Searcher {
 public:
  RandomSearcher(const Space& space, const SearcherOptions& options) : space_(space), seed_(options.seed) {}

  std::optional<Point> propose(std::int64_t trial) override {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/random")});
    return draw_point(space_, random);
  }

  void observe(const Outcome&) override {}

 private:
  Space space_;
  std::uint64_t seed_;
};

}  // namespace

std::unique_ptr<Searcher> make_random(const Space& space, const SearcherOptions& options) {
  return std::make_unique<RandomSearcher>(space, options);
}

}  // namespace variegate
