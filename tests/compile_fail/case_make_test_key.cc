// Search code cannot make a key to the test part.
#include "variegate/data/test_key.h"

namespace variegate {

#ifdef ALLOWED
class TestDoor
#else
class Search
#endif
{
 public:
  static TestKey key() { return TestKey(); }
};

}  // namespace variegate
