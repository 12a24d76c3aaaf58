// What was understood of the data, for who is about to work on them: said before work begins.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/formats/parts/left_out.h"
#include "variegate/data/splits.h"

namespace variegate {

struct DataDescription {
  struct PartDescription {
    std::string place;
    std::size_t pictures = 0;
  };

  std::string path;    // as given
  std::string format;  // "folder", ...
  bool divided = false;
  std::vector<std::string> class_names;
  std::vector<std::size_t> of_class;          // pictures of each class in the training part
  std::optional<PartDescription> train;       // the training part; of undivided data all
  std::optional<PartDescription> validation;  // a part of its own, or data of their own
  std::string test;                           // where the test part lies; it is not looked into. Empty: none
  std::optional<TrainingPart> split;          // how many train and validate
  std::vector<std::string> notes;             // see DataParts::notes
  LeftOut left_out;                           // of all parts but the test part
};

// Lists names and reads no picture of a folder or a shard. split: whether some are to train and others to
// validate; then Error when they cannot be split so, e.g. without a training part.
DataDescription describe_data(const DataSpec& spec, bool split);

// "photos/: 3 classes (ant 123, bee 121, wasp 80), 244 to train, 153 from photos/val to validate, no test
// part; 2 .gif left out".
std::string words_of(const DataDescription& data);

Json to_json(const DataDescription& data);

}  // namespace variegate
