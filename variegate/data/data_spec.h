// Which data a process sees, and how they are divided, as options.
#pragma once

#include <cstdint>
#include <string>

#include "variegate/core/describe.h"
#include "variegate/core/json_fwd.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/parts/open_options.h"

namespace variegate {

// Everything that a process needs to see the same samples in the same order. docs/data.md has the rules.
struct DataSpec {
  std::string train{};
  std::string format = "auto";  // of train
  std::string parts{};          // of train: see parts_option.h
  std::string validation{};     // "": a part of train
  std::string test{};           // "": the test part that comes with train
  int train_size = 0;
  int validation_size = 0;
  double validation_fraction = 0.2;
  int test_size = 0;
  std::string group_by{};  // "": samples are independent
  std::uint64_t split_seed = 0;
  int resolution = 0;
  std::string fit = "auto";
  bool skip_bad = false;
  bool allow_overlap = false;
  Orientation orientation = Orientation::apply;
  // Where validation is a part of train: 0 is the split of split_seed; 1, 2, ... are others, each drawn anew.
  int fold = 0;

  OpenOptions open_options() const { return {.skip_bad = skip_bad, .orientation = orientation}; }
  bool operator==(const DataSpec&) const = default;
};

inline constexpr int kMostImages = 1'000'000'000;
inline constexpr int kLargestResolution = 4096;

About orientation_option();

template <MaybeConst<DataSpec> Spec, typename Visit>
void describe(Spec& spec, Visit&& option) {
  option(
      "train", spec.train,
      {.flag = "data",
       .value = "PATH",
       .summary = "training data: an IDX file or folder (MNIST), a CIFAR binary folder, a folder with one "
                  "folder a class, a CSV manifest, tar shards (a file, a folder, or a pattern in quotes); "
                  "to look at and to copy, also annotations of COCO, YOLO or VOC and folders of pictures"});
  option("format", spec.format,
         {.choices = format_names(), .summary = "format of --data; by default found out from the path"});
  option("parts", spec.parts,
         {.value = "PARTS",
          .summary = "places of the parts of --data, when their names do not tell: "
                     "train=FOLDER,validation=FOLDER,test=FOLDER, any of them; or none: every folder is a "
                     "class",
          .later = true});
  option("validation", spec.validation,
         {.value = "PATH",
          .summary = "validation data that look like deployment (another camera, a sample of the target); by "
                     "default a part of --data"});
  option("test", spec.test,
         {.value = "PATH", .summary = "test data; by default the test part that comes with --data"});
  option("train_size", spec.train_size,
         {.low = 0,
          .high = kMostImages,
          .summary = "images to train on, the same share of each class; 0: all that remain"});
  option("validation_size", spec.validation_size,
         {.low = 0, .high = kMostImages, .summary = "images to validate on; 0: by the rule of docs/data.md"});
  option("validation_fraction", spec.validation_fraction,
         {.low = 0,
          .high = 1,
          .summary = "share of the training part to validate on, where no size and no data are named"});
  option(
      "test_size", spec.test_size,
      {.low = 0, .high = kMostImages, .summary = "images to test on, the same share of each class; 0: all"});
  option("group_by", spec.group_by,
         {.summary = "groups (a speaker, a patient) kept on one side of the split: folder:N, "
                     "name:SEPARATOR:N or column:NAME"});
  option("split_seed", spec.split_seed, {.summary = "seed that draws which images train and which validate"});
  option("resolution", spec.resolution,
         {.low = 0,
          .high = kLargestResolution,
          .summary = "side in pixels of the square that pictures are trained at; 0: small pictures as they "
                     "are, larger ones at up to 96 by their typical size"});
  option("fit", spec.fit,
         {.choices = {"auto", "crop", "pad", "stretch"},
          .summary = "way in which pictures come to that square: crop (a random part, or the middle), pad, "
                     "stretch; auto: crop, of pictures up to 40 pixels stretch",
          .later = true});
  option("skip_bad", spec.skip_bad,
         {.summary = "files that cannot be read are skipped and counted, instead of stopping"});
  option("allow_overlap", spec.allow_overlap,
         {.summary = "a warning, and no error, where the same picture is on two sides of the split",
          .later = true});
  option("orientation", spec.orientation, orientation_option());
  option("fold", spec.fold,
         {.low = 0,
          .high = 1'000'000,
          .flag = kNoFlag,
          .summary = "number of the split, where validation is a part of the training data",
          .rare = true});
}

// Error (usage) unless training data are named and all is in range.
void check(const DataSpec& spec);

Json to_json(const DataSpec& spec);
DataSpec data_spec_from_json(JsonReader json);

}  // namespace variegate
