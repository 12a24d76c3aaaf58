// The data of a training, and what comes before its policies, when the options leave half of it open.
#pragma once

#include <string>

#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"
#include "variegate/data/size_survey.h"
#include "variegate/policy/policy.h"

namespace variegate {

struct DataPlan {
  DataSpec
      data;  // resolution and fit are settled; of small pictures, trained as they are, resolution stays 0
  Policy base;
  int width = 0;  // of pictures as they are trained
  int height = 0;
  std::string line;   // what becomes of the pictures; "" when nothing does, or all was said in the options
  SizeChoice choice;  // what a budget may choose from; nothing when the options named the resolution
};

// base: "auto", a base of policy/published.h, or a policy file. What is open is settled by one look at a
// sample of the training pictures, if it takes one. For auto: random crop and horizontal flip when most are
// in colour; random crop alone for grey, which are often digits, letters or scans that a mirror would spoil.
// Of pictures above 40 pixels the crop is a random resized one. Error when the data cannot be read, and
// (usage) for options out of range and a base that is none.
DataPlan plan_data(const DataSpec& data, const std::string& base);

// The description of that base, for those who have it among their own options. whose: "every policy".
About base_option(const std::string& whose);

}  // namespace variegate
