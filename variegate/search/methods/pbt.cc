// Population-based training (Jaderberg et al. 2017; population/population.h).
#include <algorithm>
#include <cmath>

#include "variegate/search/described_settings.h"
#include "variegate/search/method.h"
#include "variegate/search/population/population.h"

namespace variegate::methods {
namespace {

// A quantity becomes 0.8 or 1.2 of itself; of whole levels, by one at least. Counted from 1, as level
// 0 stands for a little and not for nothing.
int scale(const Dimension& dimension, int value, Stream& random) {
  const bool down = random.bernoulli(0.5);
  const int by = std::max(1, static_cast<int>(std::lround(0.2 * (value + 1))));
  return std::clamp(down ? value - by : value + by, 0, dimension.size - 1);
}

std::vector<Setting> settings() {
  return setting_list<PopulationSettings>({.sources = {.share = "ours; Jaderberg et al. 2017: 0.2",
                                                       .redraw = "ours; Jaderberg et al. 2017: 0.25",
                                                       .start = "ours; Jaderberg et al. 2017: 0"}});
}

std::unique_ptr<Searcher> make(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Population>(space, options, scale);
}

}  // namespace

const Method& pbt() {
  static const Method method{
      .info = {.name = "pbt",
               .summary =
                   "a population trains side by side; the worst go on with weights and a changed policy of "
                   "the best",
               .source = "Jaderberg et al. 2017",
               .settings = settings(),
               .drive = Drive::population,
               .order = 80},
      .make = make};
  return method;
}

}  // namespace variegate::methods
