// How large the pictures of a data set are, and at which size they are trained when nobody says.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/prepare_picture.h"

namespace variegate {

// The sizes of a few hundred pictures, drawn by a fixed key. Of JPEG, PNG and WebP files only the headers are
// read.
struct SizeSurvey {
  std::size_t pictures = 0;  // looked at; those that cannot be read are left out
  int width = 0;             // medians
  int height = 0;
  int shorter = 0;      // median of the shorter sides
  int shape_width = 0;  // the shape of more than half, or the medians when there is none
  int shape_height = 0;
  bool alike = false;   // all are of that shape
  bool colour = false;  // more than half are; a handful is decoded for this
};

// Error of the first that cannot be read when none can.
SizeSurvey survey_sizes(const Dataset& dataset);

struct SizeChoice {
  // Sides of the square that pictures may be trained at, the largest first; empty: small pictures, which are
  // trained as they are.
  std::vector<int> sides;
  int usual = 0;  // one of them, taken when no budget asks for another; 0: as they are
};

// The pictures' typical shorter side when it is at most 40: as they are. Above, those of 224, 160, 128, 96
// and 64 pixels that are not above it (its own size when it is below 64); 96 unless another is asked for,
// which small children train at a few hundred pictures a second.
SizeChoice choose_size(const SizeSurvey& survey);

// "about 500 x 375", "28 x 28".
std::string size_in_words(const SizeSurvey& survey);

// resolution: side of a square, 0: the usual one. fit: auto, stretch, crop, pad; auto: crop, of small
// pictures stretch.
Preparation preparation_for(const SizeSurvey& survey, int resolution, const std::string& fit);

DataFit data_fit(const std::string& name);  // stretch, crop or pad
std::string name_of(DataFit fit);

}  // namespace variegate
