// What opens the test part.
#pragma once

namespace variegate {

// The right to open the test set. Only TestDoor can make one, at the request of the comparison; that this
// does not compile elsewhere is itself tested (tests/compile_fail).
class TestKey {
 private:
  TestKey() = default;
  friend class TestDoor;
  friend struct TestKeyForTests;  // defined in tests/support only
};

}  // namespace variegate
