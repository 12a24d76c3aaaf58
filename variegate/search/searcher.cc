#include "variegate/search/searcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/search/method.h"

namespace variegate {
namespace {

constexpr int kAutoAugmentJoins = 5;

struct Method {
  MethodInfo info;
  std::vector<std::string> spaces;  // that it can search, by name; empty: any
  std::unique_ptr<Searcher> (*make)(const Space& space, const SearcherOptions& options);
};

const std::vector<Method>& methods() {
  static const std::vector<Method> table{
      {{"random", "a point of its own draw every trial, whatever came before",
        "Bergstra and Bengio, JMLR 2012"},
       {},
       make_random},
      {{"grid", "every point once: the numbers N and M of RandAugment, or each policy of a list",
        "Cubuk et al., RandAugment, NeurIPS 2020"},
       {"uniform", "list"},
       make_grid},
      {{"tpe", "densities of good and bad points, pooled over slots; proposes where good outweighs bad",
        "Bergstra et al., NeurIPS 2011", tpe_settings()},
       {},
       make_tpe},
      {{"gp",
        "a Gaussian process over which operations a policy applies how often and how strongly; proposes by "
        "expected improvement",
        "Jones et al., Journal of Global Optimization 1998"},
       {},
       make_gp},
      {{"evolution", "the best of some of the youngest trials, with one change", "Real et al., AAAI 2019",
        evolution_settings()},
       {},
       make_evolution},
      {{"reinforce",
        "a recurrent controller draws policies, and is made likelier to draw those above the average",
        "Williams, Machine Learning 1992; Zoph and Le, ICLR 2017", reinforce_settings(), kAutoAugmentJoins},
       {},
       make_reinforce},
      {{"ppo", "the same controller, taught by several passes over each batch that move it only a little",
        "Cubuk et al., AutoAugment, CVPR 2019; Schulman et al. 2017", ppo_settings(), kAutoAugmentJoins},
       {},
       make_ppo},
      {{"pbt",
        "a population trains side by side; the worst go on with weights and a changed policy of the best",
        "Jaderberg et al. 2017", pbt_settings(), 0, true},
       {},
       make_pbt},
      {{"pba",
        "population-based augmentation: the same from no augmentation on, a probability and a strength for "
        "every operation",
        "Ho et al., ICML 2019", pba_settings(), 0, true},
       {"intensities"},
       make_pba},
  };
  return table;
}

const Method& require_method(const std::string& method) {
  std::vector<std::string> names;
  for (const Method& candidate : methods()) {
    if (candidate.info.name == method) return candidate;
    names.push_back(candidate.info.name);
  }
  throw Error({.where = "search method",
               .what = "there is no such method",
               .got = "'" + method + "'" + did_you_mean(method, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

}  // namespace

const std::vector<MethodInfo>& search_methods() {
  static const std::vector<MethodInfo> infos = [] {
    std::vector<MethodInfo> list;
    for (const Method& method : methods()) list.push_back(method.info);
    return list;
  }();
  return infos;
}

const MethodInfo* find_search_method(const std::string& name) {
  for (const MethodInfo& method : search_methods()) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

bool is_population(const std::string& method) {
  const MethodInfo* info = find_search_method(method);
  return info != nullptr && info->population;
}

std::unique_ptr<Searcher> make_searcher(const std::string& method, const Space& space,
                                        const SearcherOptions& options) {
  check(space);
  const Method& found = require_method(method);
  const auto& spaces = found.spaces;
  if (!spaces.empty() && std::find(spaces.begin(), spaces.end(), space.name()) == spaces.end()) {
    throw Error({.where = "search method '" + method + "'",
                 .what = "does not fit the space",
                 .got = "space " + space.name(),
                 .expected = fmt::format("{}", fmt::join(spaces, " or ")),
                 .mend = "take another method (all but grid and pba fit every space) or another space"},
                ErrorKind::usage);
  }
  SearcherOptions complete = options;
  complete.settings = completed(method, found.info.settings, options.settings);
  return found.make(space, complete);
}

}  // namespace variegate
