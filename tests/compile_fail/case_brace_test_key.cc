// The key is no aggregate that braces could fill.
#include "variegate/data/test_key.h"

namespace variegate {

#ifdef ALLOWED
class TestDoor
#else
class Search
#endif
{
 public:
  static TestKey key() { return {}; }
};

}  // namespace variegate
