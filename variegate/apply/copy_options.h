// What augmented copies of a data set are to be like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "variegate/core/json_fwd.h"
#include "variegate/data/dataset.h"
#include "variegate/policy/policy.h"

namespace variegate {

struct CopyOptions {
  enum class Container {
    folder,  // pictures and annotations as files: annotation_files.h
    tar,     // shards of KEY.png, KEY.cls and KEY.json, as data/formats/tar.h reads them
  };
  enum class Encoding {
    automatic,  // JPEG stays JPEG, all else becomes PNG
    png,
    jpeg,
  };

  Container container = Container::folder;
  Encoding encoding = Encoding::automatic;
  int quality = 90;        // of JPEG, 1 .. 100
  int copies = 1;          // of each sample; copy k is what the sample would be in epoch k of a training
  bool originals = false;  // the pictures themselves as well, their bytes unchanged
  std::optional<AnnotationForm> annotations = {};  // by default the form in which they were read
  std::uint64_t seed = 0;
  int resolution = 0;                            // square side in pixels; 0: every picture keeps its size
  int shard_size = 1000;                         // copies in a tar shard, at least
  bool fuse = true;                              // PipelineOptions::fuse
  bool skip_bad = false;                         // leave out and count samples that cannot be read
  Orientation orientation = Orientation::apply;  // by which the data set was opened
};

// The form in which annotations are written.
AnnotationForm form_of(const CopyOptions& options, const Dataset& dataset);

// "manifest", "coco", "yolo" or "voc".
std::string name_of(AnnotationForm form);

class CopyNames;

// All on which the files depend: of the options, the policy and the data (how many samples, of which names
// and classes). Two runs of one record write the same files while the pictures stay the same, which
// SourceState tells.
Json copy_record(const CopyOptions& options, const Policy& policy, const Dataset& dataset,
                 const CopyNames& names);

}  // namespace variegate
