// A located test part opens for nobody without the key.
#include "variegate/data/data_parts.h"

namespace variegate {

class TestDoor {
 public:
  static TestKey key() { return TestKey(); }
};

std::unique_ptr<Dataset> peek(const TestPart& part) {
#ifdef ALLOWED
  return part.open(TestDoor::key());
#else
  return part.open();
#endif
}

}  // namespace variegate
