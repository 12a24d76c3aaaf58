// The key to the test part, for tests alone.
#pragma once

#include "variegate/data/splits.h"

namespace variegate {

struct TestKeyForTests {
  static TestKey make() { return TestKey(); }
};

}  // namespace variegate
