// What variegate apply is asked for.
#pragma once

#include <string>

#include "cli/plan_options.h"
#include "variegate/apply/copy_options.h"
#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"

namespace variegate::cli {

struct ApplyOptions {
  std::string policy;
  std::string base = "none";
  DataSpec data;
  std::string out;
  CopyOptions copies;
  bool update = false;
  int processes = 1;
  std::string part = "1/1";
  bool json = false;
};

// All but the policy, the data and the copies, which describe themselves.
template <MaybeConst<ApplyOptions> Options, typename Visit>
void describe(Options& apply, Visit&& option) {
  option("out", apply.out, {.value = "DIR", .summary = "folder to write, or to continue"});
  option("base", apply.base, named_base_option());
  option("update", apply.update,
         {.summary = "copies of pictures that have changed since are made anew, instead of an error"});
  option("processes", apply.processes,
         {.low = 1,
          .high = 1024,
          .summary = "processes that share the work; the files are the same with any number"});
  option("part", apply.part,
         {.value = "I/N", .summary = "part of the work, for several machines that share DIR: 1/4 to 4/4"});
  option("json", apply.json, {.summary = "result as JSON, and no progress"});
}

}  // namespace variegate::cli
