// What variegate bench is asked for.
#pragma once

#include <string>
#include <vector>

#include "cli/bench_figures.h"
#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"

namespace variegate::cli {

struct BenchOptions {
  std::vector<std::string> ops;
  std::vector<std::string> policies;
  std::vector<std::string> sizes = {"32x32", "224x224", "500x375"};
  DataSpec data;
  int pictures = 8;
  std::string target;
  std::string output = "uint8";
  bool loader = false;
  std::string fit = "stretch";
  RateOptions rate;
  bool json = false;
};

// All but the subjects, the data, the instruction set and the rate, which describes itself.
template <MaybeConst<BenchOptions> Options, typename Visit>
void describe(Options& bench, Visit&& option) {
  option("pictures", bench.pictures,
         {.low = 1,
          .high = 10'000,
          .summary = "different pictures, in turn; as many as fit the cache are quicker to read"});
  option("output", bench.output,
         {.choices = bench_outputs(),
          .summary = "form of the result: the picture itself, or planes of normalised numbers for a model"});
  option(
      "loader", bench.loader,
      {.summary = "measurement from the files of --data onward: read, decode, augment, in batches of 128"});
  option("fit", bench.fit,
         {.choices = {"stretch", "crop", "random-part"},
          .summary = "way in which pictures come to the size with --loader: the whole stretched, the middle, "
                     "or a random part"});
  option("json", bench.json, {.summary = "figures for machines"});
}

}  // namespace variegate::cli
