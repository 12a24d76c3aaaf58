// What augmented copies of a data set are to be like.
#pragma once

#include <cstdint>
#include <string>

#include "variegate/core/json_fwd.h"
#include "variegate/data/dataset.h"
#include "variegate/policy/policy.h"

namespace variegate {

struct CopyOptions {
  enum class Container {
    folder,  // CLASS/SAMPLE-COPY.png
    tar,     // shards of SAMPLE-COPY.png and SAMPLE-COPY.cls, as data/tar_dataset.h reads them
  };
  enum class Encoding { png, jpeg };

  Container container = Container::folder;
  Encoding encoding = Encoding::png;
  int quality = 90;  // of JPEG, 1 .. 100
  int copies = 1;    // of each sample; copy k is what the sample would be in epoch k of a training
  std::uint64_t seed = 0;
  int resolution = 0;                            // square side in pixels; 0: every picture keeps its size
  int shard_size = 1000;                         // copies in a tar shard, at least
  bool fuse = true;                              // PipelineOptions::fuse
  bool skip_bad = false;                         // leave out and count samples that cannot be read
  Orientation orientation = Orientation::apply;  // by which the data set was opened
};

// All on which the files depend: of the options, the policy and the data (how many samples, of which
// classes). Two runs of one record write the same files.
Json copy_record(const CopyOptions& options, const Policy& policy, const Dataset& dataset);

}  // namespace variegate
