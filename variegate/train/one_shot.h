// Searches that own their training, one run each: the methods of a SuperTrain.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "variegate/train/task_data.h"
#include "variegate/trial/run.h"

namespace variegate {

struct OneShotMethod {
  std::string name;
  std::string summary;
  // poll: called between steps; false ends the search at its next one.
  Done (*search)(const RunRequest& run, const TaskData& data, const ChildSpec& child,
                 const std::function<bool()>& poll);
};

// The methods of this version: none yet.
const std::vector<OneShotMethod>& one_shot_methods();

// Error (usage), with the methods that there are, when there is none of that name.
const OneShotMethod& one_shot_method(const std::string& name);

}  // namespace variegate
