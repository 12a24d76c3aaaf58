// A search method: what it says of itself, and how its searcher is made. methods/ holds one method a file,
// and the list of them is made of the file names: tpe.cc defines `const Method& methods::tpe()`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "variegate/search/searcher.h"

namespace variegate {

struct Method {
  MethodInfo info;
  std::vector<std::string> spaces = {};  // kinds of space that it can search, by name; empty: all
  // nullptr for a method of Drive::one_shot, which proposes no trials.
  std::unique_ptr<Searcher> (*make)(const Space& space, const SearcherOptions& options) = nullptr;
};

// Method::make of a searcher that is constructed from space and options alone.
template <typename Made>
std::unique_ptr<Searcher> make_of(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Made>(space, options);
}

// make_searcher() for a method that need not be in the list. Error as there.
std::unique_ptr<Searcher> make_searcher(const Method& method, const Space& space,
                                        const SearcherOptions& options);

}  // namespace variegate
