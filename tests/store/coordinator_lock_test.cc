#include "variegate/store/coordinator_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

TEST(CoordinatorLock, ASecondCoordinatorIsRefusedAndToldWhoHoldsTheStudy) {
  const TemporaryFolder folder;
  const CoordinatorLock first(folder.path());
  const std::string pid = std::to_string(::getpid());
  EXPECT_THAT(error_text([&] { CoordinatorLock second(folder.path()); }),
              AllOf(HasSubstr("process " + pid + " is working on this study"), HasSubstr("kill " + pid)));
}

TEST(CoordinatorLock, IsFreeAfterItsHolderEnds) {
  const TemporaryFolder folder;
  { const CoordinatorLock first(folder.path()); }
  EXPECT_NO_THROW(CoordinatorLock second(folder.path()));
}

TEST(CoordinatorLock, IsFreeAfterItsHolderIsKilled) {
  const TemporaryFolder folder;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const CoordinatorLock lock(folder.path());
    if (::write(ends[1], "x", 1) != 1) ::_exit(1);
    while (true) ::pause();
  }
  char ready = 0;
  ASSERT_EQ(::read(ends[0], &ready, 1), 1);
  EXPECT_THAT(error_text([&] { CoordinatorLock second(folder.path()); }), HasSubstr(std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_NO_THROW(CoordinatorLock second(folder.path()));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(CoordinatorLock, AFolderThatIsNotThereIsAnError) {
  EXPECT_THAT(error_text([] { CoordinatorLock lock("/nonexistent"); }), HasSubstr("/nonexistent/study.lock"));
}

}  // namespace
}  // namespace variegate
