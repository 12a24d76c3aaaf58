#include "variegate/trial/test_door.h"

#include "variegate/core/error.h"

namespace variegate {

OpenRequest TestDoor::request(const Task& task) {
  OpenRequest open;
  open.data = task.data;
  open.child = task.child;
  open.metric = task.metric;
  open.test_ = true;
  return open;
}

PictureSet TestDoor::open_test(const OpenRequest& request, const PictureSet& train) {
  if (!request.opens_test()) {
    throw Error({.where = "worker",
                 .what = "the test part was asked for without the right to it",
                 .got = "a request of the search",
                 .expected = "one of the comparison",
                 .mend = ""});
  }
  return open_test_data(request.data, train, TestKey());
}

}  // namespace variegate
