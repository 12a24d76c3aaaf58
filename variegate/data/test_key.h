// What opens the test part.
#pragma once

namespace variegate {

// The right to open the test set. Only the comparison can make one; that this does not compile
// elsewhere is itself tested (tests/compile_fail).
class TestKey {
 private:
  TestKey() = default;
  friend class Comparison;
  friend struct TestKeyForTests;  // defined in tests/support only
};

}  // namespace variegate
