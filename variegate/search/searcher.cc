#include "variegate/search/searcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/search/method.h"

namespace variegate {
namespace {

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
  };
  return table;
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

std::unique_ptr<Searcher> make_searcher(const std::string& method, const Space& space,
                                        const SearcherOptions& options) {
  check(space);
  std::vector<std::string> names;
  for (const Method& candidate : methods()) {
    names.push_back(candidate.info.name);
    if (candidate.info.name != method) continue;
    const auto& spaces = candidate.spaces;
    if (!spaces.empty() && std::find(spaces.begin(), spaces.end(), space.name()) == spaces.end()) {
      throw Error({.where = "search method '" + method + "'",
                   .what = "does not fit the space",
                   .got = "space " + space.name(),
                   .expected = fmt::format("{}", fmt::join(spaces, " or ")),
                   .mend = "take another method (random, tpe and gp fit every space) or another space"},
                  ErrorKind::usage);
    }
    SearcherOptions complete = options;
    complete.settings = completed(method, candidate.info.settings, options.settings);
    return candidate.make(space, complete);
  }
  throw Error({.where = "search method",
               .what = "there is no such method",
               .got = "'" + method + "'" + did_you_mean(method, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

}  // namespace variegate
