#include "variegate/search/searcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/search/method.h"

namespace variegate {

// Defined in the generated method_factories.cc.
const std::vector<const Method& (*)()>& method_factories();

namespace {

const std::vector<const Method*>& methods_in_order() {
  static const std::vector<const Method*> list = [] {
    std::vector<const Method*> all;
    for (const auto factory : method_factories()) all.push_back(&factory());
    std::stable_sort(all.begin(), all.end(),
                     [](const Method* a, const Method* b) { return a->info.order < b->info.order; });
    return all;
  }();
  return list;
}

const Method& require_method(const std::string& name) {
  std::vector<std::string> names;
  for (const Method* candidate : methods_in_order()) {
    if (candidate->info.name == name) return *candidate;
    names.push_back(candidate->info.name);
  }
  throw Error({.where = "search method",
               .what = "there is no such method",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

bool fits(const Method& method, const Space& space) {
  const auto& spaces = method.spaces;
  return spaces.empty() || std::find(spaces.begin(), spaces.end(), space.name()) != spaces.end();
}

// The methods that do not fit every space: "grid and pba".
std::string choosy() {
  std::vector<std::string> names;
  for (const Method* method : methods_in_order()) {
    if (!method->spaces.empty()) names.push_back(method->info.name);
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

}  // namespace

const std::vector<MethodInfo>& search_methods() {
  static const std::vector<MethodInfo> infos = [] {
    std::vector<MethodInfo> list;
    for (const Method* method : methods_in_order()) list.push_back(method->info);
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

Drive drive_of(const std::string& method) {
  const MethodInfo* info = find_search_method(method);
  return info != nullptr ? info->drive : Drive::trials;
}

bool fits(const std::string& method, const Space& space) { return fits(require_method(method), space); }

std::unique_ptr<Searcher> make_searcher(const Method& method, const Space& space,
                                        const SearcherOptions& options) {
  check(space);
  const std::string where = "search method '" + method.info.name + "'";
  if (!fits(method, space)) {
    throw Error(
        {.where = where,
         .what = "does not fit the space",
         .got = "space " + space.name(),
         .expected = fmt::format("{}", fmt::join(method.spaces, " or ")),
         .mend = fmt::format("take another method (all but {} fit every space) or another space", choosy())},
        ErrorKind::usage);
  }
  if (method.make == nullptr) {
    throw Error({.where = where,
                 .what = "trains and searches in one run, and proposes no trials",
                 .got = "",
                 .expected = "a method whose policies are tried one by one",
                 .mend = "take another method"},
                ErrorKind::usage);
  }
  SearcherOptions complete = options;
  complete.settings = completed(method.info.name, method.info.settings, options.settings);
  return method.make(space, complete);
}

std::unique_ptr<Searcher> make_searcher(const std::string& method, const Space& space,
                                        const SearcherOptions& options) {
  return make_searcher(require_method(method), space, options);
}

}  // namespace variegate
