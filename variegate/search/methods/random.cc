// Random search: every trial a point of its own draw, whatever came before.
#include "variegate/search/method.h"

namespace variegate::methods {
namespace {

class RandomSearcher : public Searcher {
 public:
  RandomSearcher(const Space& space, const SearcherOptions& options) : space_(space), seed_(options.seed) {}

  std::optional<Proposal> propose(std::int64_t trial) override {
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/random")});
    return Proposal{draw_point(space_, random)};
  }

  void observe(const Outcome&) override {}

 private:
  Space space_;
  std::uint64_t seed_;
};

}  // namespace

const Method& random() {
  static const Method method{.info = {.name = "random",
                                      .summary = "a point of its own draw every trial, whatever came before",
                                      .source = "Bergstra and Bengio, JMLR 2012",
                                      .order = 10},
                             .make = make_of<RandomSearcher>};
  return method;
}

}  // namespace variegate::methods
