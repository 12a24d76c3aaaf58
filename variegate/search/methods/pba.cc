// Population-based augmentation (Ho et al., ICML 2019; population/population.h).
#include <algorithm>

#include "variegate/search/described_settings.h"
#include "variegate/search/method.h"
#include "variegate/search/population/population.h"

namespace variegate::methods {
namespace {

// A level moves by 0, 1, 2 or 3, up or down.
int move_by_levels(const Dimension& dimension, int value, Stream& random) {
  const int amount = static_cast<int>(random.below(4));
  const bool down = random.bernoulli(0.5);
  return std::clamp(down ? value - amount : value + amount, 0, dimension.size - 1);
}

std::vector<Setting> settings() {
  return setting_list<PopulationSettings>({.share = 0.25,
                                           .redraw = 0.2,
                                           .start = PopulationSettings::Start::nothing,
                                           .sources = {.share = "Ho et al. 2019, section 3.2",
                                                       .redraw = "Ho et al. 2019, algorithm 2",
                                                       .start = "Ho et al. 2019"}});
}

std::unique_ptr<Searcher> make(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Population>(space, options, move_by_levels);
}

}  // namespace

const Method& pba() {
  static const Method method{
      .info = {.name = "pba",
               .summary =
                   "population-based augmentation: the same from no augmentation on, a probability and a "
                   "strength for every operation",
               .source = "Ho et al., ICML 2019",
               .settings = settings(),
               .drive = Drive::population,
               .order = 90},
      .spaces = {"intensities"},
      .make = make};
  return method;
}

}  // namespace variegate::methods
