// The files beside augmented pictures: what each copy was made from and how, and its annotations in one of
// the forms that people use.
//
// Every form has DIR/manifest.csv, which `--data` reads and which alone has soft labels. Beside it there are,
// of COCO, annotations.json; of YOLO, labels/ and data.yaml; of Pascal VOC, Annotations/ and
// ImageSets/Main/train.txt.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "variegate/apply/copy_options.h"
#include "variegate/core/json_fwd.h"
#include "variegate/data/dataset.h"
#include "variegate/ops/mix.h"
#include "variegate/pipeline/trace.h"

namespace variegate {

// A picture that is written, and all that is known of it.
struct Copy {
  std::int64_t id = 0;             // of its own among all copies, from 1
  std::string stem;                // "cat/1-0": its path below the folder of pictures, without extension
  std::string path;                // of the picture, relative to the folder of copies
  std::string mask;                // of its mask likewise; "" when it has none
  std::string number;              // "0", or "original"
  std::string source;              // the picture it was made from, relative to the folder of copies
  std::string label;               // of the picture, or most of it; "" when it has none
  std::string group;               // what must not be parted from it in a split
  const Sample* sample = nullptr;  // picture and annotations as they are written
  Trace calls{};
  // When the policy mixes samples: how much of each class the copy shows, and the pictures that were mixed
  // into it, named as its source is.
  std::optional<SoftLabel> soft_label = {};
  std::vector<std::string> mixed_with = {};
};

struct NamedFile {
  std::string name;  // relative to the folder of copies
  std::string text;
};

// What one unit adds to files that are put together at the end, by the name of the piece.
using Pieces = std::map<std::string, std::string>;
// The pieces of a name, of all units in order.
using AllPieces = std::map<std::string, std::vector<std::string>>;

// One form of annotations beside the manifest, which every form has.
struct AnnotationFiles {
  std::string picture_folder;       // "images/"; "" when pictures lie in the folder of copies itself
  std::vector<std::string> pieces;  // their names
  // A copy's lines of the files that are put together, and files of its own.
  void (*add)(const Copy& copy, const Dataset& dataset, Pieces& pieces, std::vector<NamedFile>& files);
  // mixed: the copies have soft labels.
  std::vector<NamedFile> (*finish)(const AllPieces& pieces, const Dataset& dataset, bool mixed);
  // What it has no place for, so that it is in the manifest or nowhere; "" when there is nothing.
  std::string (*left_out)(const Dataset& dataset);
};

const AnnotationFiles& annotation_files(AnnotationForm form);

// One form a file.
const AnnotationFiles& manifest_files();
const AnnotationFiles& coco_files();
const AnnotationFiles& yolo_files();
const AnnotationFiles& voc_files();

// What several of them ask.
bool has_field(const Dataset& dataset, const std::string& name);
const Boxes* boxes_of(const Sample& sample);
const Keypoints* keypoints_of(const Sample& sample);
// The place of the box's class in Dataset::object_classes.
std::size_t class_place(const ObjectBox& box, const Dataset& dataset);

// {"cat": 0.7, "dog": 0.3}: the classes that are shown, that of the source first.
Json soft_label_json(const SoftLabel& label, const Dataset& dataset);

// The member of a tar shard with the same facts: source, copy, label, boxes and keypoints, calls, and of
// mixes soft_label and mixed_with.
Json copy_json(const Copy& copy, const Dataset& dataset);

}  // namespace variegate
