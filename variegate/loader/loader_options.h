// What a loader is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/loader/field_format.h"
#include "variegate/loader/fit.h"
#include "variegate/pipeline/fuse_option.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy.h"

namespace variegate {

struct LoaderOptions {
  int batch_size = 128;
  int width = 0;  // of every picture given out, as are height, channels, fit and format
  int height = 0;
  int channels = 3;
  std::uint64_t seed = 0;
  int threads = 1;
  int prefetch = 2;
  bool shuffle = true;
  bool drop_last = false;
  bool even_batches = false;
  std::string order = "loader order";  // "order" is that of training
  bool skip_bad = false;
  Fit fit = {};
  // Of fields of the data set, after fit; pictures that are given out must keep their size. The default
  // changes nothing. Its mixes of samples (Policy::batch) take the batch as it is given out, and ask for one
  // field that is given out, of pictures.
  Policy policy = {};
  PipelineOptions pipeline = {};
  TensorFormat format = {};
  std::vector<std::size_t> samples = {};  // numbers of the samples to use; empty: all
  std::vector<std::string> fields = {};   // names of those given out, in that order; empty: all
  // Of fields by name, where it is not `format` (pictures) or the length that Dataset::fields() says (sounds
  // and texts, which need one where that says none).
  std::map<std::string, FieldFormat> formats = {};
};

// All but what is no single value: policy, samples, fields and formats.
template <MaybeConst<LoaderOptions> Options, typename Visit>
void describe(Options& options, Visit&& option) {
  constexpr double kMostPixels = 65536;
  constexpr double kMostThreads = 1024;
  option("batch_size", options.batch_size,
         {.low = 1,
          .high = 1 << 20,
          .flag = kNoFlag,
          .summary = "samples a batch; the last one of an epoch may have fewer"});
  option("width", options.width,
         {.low = 0,
          .high = kMostPixels,
          .flag = kNoFlag,
          .summary = "pixels across each picture given out; 0: as most pictures of the data set"});
  option(
      "height", options.height,
      {.low = 0, .high = kMostPixels, .flag = kNoFlag, .summary = "pixels down each picture, as the width"});
  option("channels", options.channels,
         {.low = 1,
          .high = 4,
          .flag = kNoFlag,
          .summary = "channels of each picture: 1, 3, or 4 of pictures that lie in memory with as many"});
  option("seed", options.seed, {.flag = kNoFlag, .summary = "seed of order, parts and augmentation"});
  option("threads", options.threads,
         {.low = 0,
          .high = kMostThreads,
          .flag = kNoFlag,
          .summary = "threads in the background; 0: the caller's own, while it waits for a batch"});
  option("prefetch", options.prefetch,
         {.low = 1,
          .high = kMostThreads,
          .flag = kNoFlag,
          .summary = "batches that may be on their way at a time"});
  option("shuffle", options.shuffle,
         {.flag = kNoFlag, .summary = "a new order for each epoch; without it that of the data set"});
  option("drop_last", options.drop_last,
         {.flag = kNoFlag, .summary = "an epoch without its last batch when that is not full"});
  option("even_batches", options.even_batches,
         {.flag = kNoFlag,
          .summary = "batches of an epoch that differ by one sample at most, as many as without, so that "
                     "none is too small for batch statistics; not together with drop_last"});
  option("order", options.order,
         {.flag = kNoFlag, .summary = "name of the stream from which the order of an epoch is drawn"});
  option("skip_bad", options.skip_bad,
         {.flag = kNoFlag, .summary = "samples that cannot be read left out and counted, not an error"});
  option("fit", options.fit.kind,
         {.choices = {"stretch", "crop_middle", "random_part", "policy_part"},
          .flag = kNoFlag,
          .summary = "part of a picture that is brought to its shape: all of it, the largest in the middle, "
                     "one drawn anew in each epoch, or the one that the policy begins with"});
  option("shorter", options.fit.shorter,
         {.low = 0,
          .high = kMostPixels,
          .flag = kNoFlag,
          .summary = "pixels that the shorter side is resized to before crop_middle cuts; 0: to fit"});
  option("scale_low", options.fit.part.scale_low,
         {.low = 1e-6,
          .high = 1,
          .flag = kNoFlag,
          .summary = "smallest share of a picture's area that random_part takes"});
  option("scale_high", options.fit.part.scale_high,
         {.low = 1e-6, .high = 1, .flag = kNoFlag, .summary = "largest share of the area, likewise"});
  option("ratio_low", options.fit.part.ratio_low,
         {.low = 1e-3, .high = 1e3, .flag = kNoFlag, .summary = "least width over height of random_part"});
  option("ratio_high", options.fit.part.ratio_high,
         {.low = 1e-3, .high = 1e3, .flag = kNoFlag, .summary = "greatest width over height of random_part"});
  option("fuse", options.pipeline.fuse, fuse_option());
}

}  // namespace variegate
