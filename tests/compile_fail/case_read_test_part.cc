// The part inside cannot be reached around the door either.
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
  return part.part_.open();
#endif
}

}  // namespace variegate
