// The door to the test part: the comparison asks through it, and a worker that it has asked opens it.
#pragma once

#include "variegate/data/splits.h"
#include "variegate/trial/run.h"
#include "variegate/trial/task.h"

namespace variegate {

class TestDoor {
 public:
  // The test part of a request that opens_test(), for the worker that has been sent it. Error for any other
  // request.
  static PictureSet open_test(const OpenRequest& request, const PictureSet& train);

 private:
  // A request whose evaluations are on the test part.
  static OpenRequest request(const Task& task);
  friend class Comparison;
};

}  // namespace variegate
