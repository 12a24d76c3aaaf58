// One coordinator a study: a lock on the file `study.lock` in the study's folder, which the kernel releases
// when its holder ends, however it ends.
#pragma once

#include <string>

namespace variegate {

class CoordinatorLock {
 public:
  // Error naming the process that holds it when there is one already.
  explicit CoordinatorLock(const std::string& folder);
  ~CoordinatorLock();
  CoordinatorLock(const CoordinatorLock&) = delete;
  CoordinatorLock& operator=(const CoordinatorLock&) = delete;

 private:
  int file_;
};

}  // namespace variegate
