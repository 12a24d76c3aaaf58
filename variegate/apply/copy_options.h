// What augmented copies of a data set are to be like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "variegate/core/describe.h"
#include "variegate/core/json_fwd.h"
#include "variegate/data/data_spec.h"
#include "variegate/data/dataset.h"
#include "variegate/pipeline/fuse_option.h"
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
  int copies = 1;  // copy k of a sample is what it would be in epoch k of a training
  std::uint64_t seed = 0;
  int batch_size = 128;  // samples that mixes of a policy draw partners from, as a loader that shuffles does
  int resolution = 0;
  std::optional<AnnotationForm> annotations = {};  // by default the form in which they were read
  bool originals = false;
  Encoding encoding = Encoding::automatic;
  int quality = 90;
  int shard_size = 1000;
  Orientation orientation = Orientation::apply;  // by which the data set was opened
  bool skip_bad = false;
  bool fuse = true;
};

template <MaybeConst<CopyOptions> Options, typename Visit>
void describe(Options& options, Visit&& option) {
  option("container", options.container,
         {.choices = {"folder", "tar"},
          .flag = "to",
          .summary = "form of the copies; folder: pictures in folders, annotations and manifest.csv; tar: "
                     "shards, with class and annotations beside each picture"});
  option("copies", options.copies,
         {.low = 1, .high = 100'000, .summary = "copies of each picture, each different"});
  option("seed", options.seed, {.summary = "seed of the augmentation"});
  option("batch_size", options.batch_size,
         {.low = 1,
          .high = 65536,
          .summary = "pictures of a batch, in which a policy with mixes of samples finds their partners"});
  option("resolution", options.resolution,
         {.low = 0,
          .high = kLargestResolution,
          .summary = "side in pixels that pictures are resized to first; 0: each keeps its size"});
  option("annotations", options.annotations,
         {.choices = {"auto", "manifest", "coco", "yolo", "voc"},
          .summary = "form that boxes, polygons and keypoints are written in; auto: as they were read"});
  option("originals", options.originals, {.summary = "the pictures themselves as well, unchanged"});
  option(
      "encoding", options.encoding,
      {.choices = {"auto", "png", "jpeg"},
       .summary = "encoding of the pictures; auto: JPEG stays JPEG, all else becomes PNG; png loses nothing; "
                  "jpeg is smaller"});
  option("quality", options.quality, {.low = 1, .high = 100, .summary = "JPEG quality; 1: smallest"});
  option("shard_size", options.shard_size,
         {.low = 1, .high = 10'000'000, .summary = "copies in a tar shard, at least"});
  option("orientation", options.orientation, orientation_option());
  option("skip_bad", options.skip_bad,
         {.summary = "pictures that cannot be read are skipped and counted, instead of stopping"});
  option("fuse", options.fuse, fuse_option());
}

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
