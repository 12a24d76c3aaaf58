// Which samples train, which validate, which test: named once by a DataSpec, opened by two doors.
// open_search_data() reads training and validation only. The test part is opened by
// open_test_data(), which asks for a TestKey that only the comparison can make.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/data_spec.h"
#include "variegate/data/dataset.h"
#include "variegate/data/picture_set.h"
#include "variegate/data/size_survey.h"
#include "variegate/data/test_key.h"

namespace variegate {

// Samples in memory, with their annotations: same width, height and channels throughout.
struct ImageSet {
  int width = 0;
  int height = 0;
  int channels = 0;
  std::vector<Sample> samples;  // each with its field "image"; index = its number in this set
  std::vector<std::string> class_names;
  std::size_t skipped = 0;                   // bad files left out (skip_bad)
  std::vector<std::string> skipped_reasons;  // the first few, as error texts
  std::vector<std::string> notices = {};     // what is worth saying of these data, a sentence each
  FactsCount facts = {};                     // of the files that were read

  std::size_t size() const { return samples.size(); }
};

class UnnamedFile;

// Both sets are of one pool.
struct SearchData {
  PictureSet train;
  PictureSet validation;
  bool validation_drawn = false;  // from the training data: a DataSpec::fold draws it anew
  std::string digest;             // hash of pixels and labels of both parts, 16 hex digits: provenance
};

// Training and validation parts. Never touches the test part: of data that come with one
// (t10k-*, test_batch.bin, test/) its files are not even opened.
// With a file the pixels are written to it and mapped, instead of kept in this process
// (data/prepared_file.h).
SearchData open_search_data(const DataSpec& spec, UnnamedFile* file = nullptr);

// What there is to train on when train_size is 0, and to evaluate on.
struct TrainingPart {
  std::size_t images = 0;  // bad ones, which nobody has looked at yet, included
  std::size_t classes = 0;
  std::size_t validation_images = 0;  // that validate then
};

// Without reading a picture.
TrainingPart training_part(const DataSpec& spec);

// How large the training pictures are, by a sample of them.
SizeSurvey survey_training_part(const DataSpec& spec);

// The test part, in the training set's size and channels.
PictureSet open_test_data(const DataSpec& spec, const PictureSet& train, const TestKey& key);

}  // namespace variegate
