// What variegate preview is asked for.
#pragma once

#include <cstdint>
#include <string>

#include "cli/plan_options.h"
#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"
#include "variegate/pipeline/fuse_option.h"

namespace variegate::cli {

struct PreviewOptions {
  std::string policy;
  DataSpec data;
  std::string base = "none";
  std::string out = "preview.png";
  int samples = 8;
  int copies = 8;
  std::uint64_t seed = 0;
  bool fuse = true;
};

// All but the policy, and the data, which describe themselves.
template <MaybeConst<PreviewOptions> Options, typename Visit>
void describe(Options& preview, Visit&& option) {
  option("out", preview.out, {.value = "FILE", .summary = "PNG file to write"});
  option("samples", preview.samples,
         {.low = 1, .high = 200, .summary = "pictures, one a row, of all classes in turn"});
  option("copies", preview.copies, {.low = 1, .high = 100, .summary = "augmented copies of each"});
  option("seed", preview.seed, {.summary = "seed of the choice of pictures and of the augmentation"});
  option("base", preview.base, named_base_option());
  option("fuse", preview.fuse, fuse_option());
}

}  // namespace variegate::cli
