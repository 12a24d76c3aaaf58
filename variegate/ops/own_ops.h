// Operations of a program's own, beside those of the library.
#pragma once

#include <vector>

#include "variegate/ops/description.h"

namespace variegate {

// While it lives, policies, words, spaces and pipelines find these operations by kind and name as they find
// the library's. The operations must outlive it and what has looked them up (policies in a Pipeline, for
// example). It is not to be made or destroyed while another thread looks operations up: programs make it
// first of all.
//
// It reaches this process alone: a worker program knows the operations that it was linked with.
class OwnOps {
 public:
  // Error (usage) when one has no name, the name of another of its kind, too many parameters, a fallback
  // outside its range, or a form without a function; then none is added.
  explicit OwnOps(std::vector<const Op*> ops);
  ~OwnOps();
  OwnOps(const OwnOps&) = delete;
  OwnOps& operator=(const OwnOps&) = delete;

 private:
  std::vector<const Op*> ops_;
};

}  // namespace variegate
