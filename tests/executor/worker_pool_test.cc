#include "variegate/executor/worker_pool.h"

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

constexpr seconds kLong{20};  // never waited for when all is well

OpenRequest request(const std::string& train = "data", const std::string& precision = "fp32") {
  OpenRequest open;
  open.data.train = train;
  open.child.precision = precision;
  return open;
}

RunRequest run(std::int64_t trial, const std::string& policy_name = "", std::vector<int> report_epochs = {}) {
  RunRequest request;
  request.trial = trial;
  request.seed = 5;
  request.train().policy.name = policy_name;
  request.train().epochs = 10;
  request.train().report_epochs = std::move(report_epochs);
  return request;
}

RunEvent event_of(WorkerPool& pool) {
  const auto deadline = steady_clock::now() + kLong;
  while (steady_clock::now() < deadline) {
    if (auto event = pool.next(milliseconds(500))) return *event;
  }
  throw std::runtime_error("no event came");
}

// Processes that this one has started and that still run.
std::vector<pid_t> children() {
  std::vector<pid_t> pids;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream file(task.path() / "children");
    for (pid_t pid = 0; file >> pid;) pids.push_back(pid);
  }
  return pids;
}

TEST(WorkerPool, SaysWhatTheWorkersFoundInTheData) {
  WorkerPool pool({FAKE_WORKER}, request(), 2);
  const Ready* ready = pool.ready(kLong);
  ASSERT_NE(ready, nullptr);
  EXPECT_EQ(ready->train_samples, 1000U);
  EXPECT_EQ(ready->precision, "fp32");
  EXPECT_EQ(pool.slots(), 2);
}

TEST(WorkerPool, RunsTrialsAtTheSameTimeAndGivesEveryOneBack) {
  WorkerPool pool({FAKE_WORKER}, request(), 3);
  std::map<std::int64_t, double> accuracies;
  std::int64_t started = 0;
  for (; started < 3; ++started) pool.start(run(started, std::string(started + 1, 'p')));
  while (accuracies.size() < 12) {
    const auto done = std::get<Done>(event_of(pool));
    accuracies[done.trial] = done.value;
    if (started < 12) {
      pool.start(run(started, std::string(started + 1, 'p')));
      ++started;
    }
  }
  WorkerPool alone({FAKE_WORKER}, request(), 1);
  for (const auto& [trial, accuracy] : accuracies) {
    alone.start(run(trial, std::string(trial + 1, 'p')));
    EXPECT_EQ(std::get<Done>(event_of(alone)).value, accuracy);
  }
}

TEST(WorkerPool, AReportWaitsForItsVerdict) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  pool.start(run(7, "", {3, 6, 10}));
  EXPECT_EQ(std::get<Report>(event_of(pool)).epoch, 3);
  EXPECT_FALSE(pool.next(milliseconds(50)).has_value());
  pool.answer({.trial = 7, .go_on = true});
  EXPECT_EQ(std::get<Report>(event_of(pool)).epoch, 6);
  pool.answer({.trial = 7, .go_on = false});
  const auto done = std::get<Done>(event_of(pool));
  EXPECT_TRUE(done.stopped);
  EXPECT_EQ(done.epochs, 6);
}

TEST(WorkerPool, ARunThatFailsLeavesItsWorkerAtWork) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  pool.start(run(1, "fail"));
  EXPECT_EQ(std::get<Failed>(event_of(pool)), (Failed{.trial = 1, .reason = "loss is not finite"}));
  const std::vector<pid_t> before = children();
  pool.start(run(2));
  EXPECT_EQ(std::get<Done>(event_of(pool)).trial, 2);
  EXPECT_EQ(children(), before);
}

struct Misbehaviour {
  std::string policy, words;
};

class MisbehavingWorker : public ::testing::TestWithParam<Misbehaviour> {};

TEST_P(MisbehavingWorker, LosesItsRunWithAReasonAndIsReplaced) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  pool.start(run(1, GetParam().policy));
  const auto lost = std::get<Lost>(event_of(pool));
  EXPECT_EQ(lost.trial, 1);
  EXPECT_THAT(lost.reason, HasSubstr(GetParam().words));
  pool.start(run(2));
  EXPECT_EQ(std::get<Done>(event_of(pool)).trial, 2);
}

INSTANTIATE_TEST_SUITE_P(WorkerPool, MisbehavingWorker,
                         ::testing::Values(Misbehaviour{"crash", "was killed by signal 9 (Killed)"},
                                           Misbehaviour{"exit", "exited with code 3: out of file handles"},
                                           Misbehaviour{"garbage", "does not keep to the protocol"},
                                           Misbehaviour{"impostor",
                                                        "tells of trial 4711, which it does not hold"}),
                         [](const auto& row) { return row.param.policy; });

TEST(WorkerPool, AWorkerSilentFarLongerThanAnyRunBeforeIsReplacedAndItsRunLost) {
  WorkerPool pool({FAKE_WORKER}, request(), 1, "", {.least = seconds(1), .times = 2});
  pool.start(run(1));
  EXPECT_TRUE(std::holds_alternative<Done>(event_of(pool)));
  pool.start(run(2, "hang"));
  const RunEvent event = event_of(pool);
  ASSERT_TRUE(std::holds_alternative<Lost>(event));
  EXPECT_EQ(std::get<Lost>(event).trial, 2);
  EXPECT_THAT(std::get<Lost>(event).reason, HasSubstr("said nothing for"));
  pool.start(run(3));
  EXPECT_TRUE(std::holds_alternative<Done>(event_of(pool)));
}

TEST(WorkerPool, BeforeAnyRunHasToldHowLongItTakesNoneIsTakenForHung) {
  WorkerPool pool({FAKE_WORKER}, request(), 1, "", {.least = milliseconds(1), .times = 1});
  ASSERT_NE(pool.ready(kLong), nullptr);
  pool.start(run(1, "hang"));
  EXPECT_EQ(pool.next(seconds(1)), std::nullopt);
}

TEST(WorkerPool, ARunThatIsAskedToStopEndsWithWhatItCameTo) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  ASSERT_NE(pool.ready(kLong), nullptr);
  pool.start(run(1, "endless"));
  EXPECT_EQ(pool.next(milliseconds(50)), std::nullopt);
  pool.stop(1);
  pool.stop(1);  // once is enough
  const auto done = std::get<Done>(event_of(pool));
  EXPECT_EQ(done.trial, 1);
  EXPECT_TRUE(done.stopped);
  pool.start(run(2));
  EXPECT_EQ(std::get<Done>(event_of(pool)).trial, 2);
}

TEST(WorkerPool, AWorkerThatDoesNotStopWhenAskedToIsReplacedAndItsRunLost) {
  WorkerPool pool({FAKE_WORKER}, request(), 1, "", {.stopping = milliseconds(300)});
  ASSERT_NE(pool.ready(kLong), nullptr);
  pool.start(run(1, "hang"));
  EXPECT_EQ(pool.next(milliseconds(500)), std::nullopt) << "not before it is asked";
  pool.stop(1);
  const auto lost = std::get<Lost>(event_of(pool));
  EXPECT_THAT(lost.reason, HasSubstr("did not stop when asked to"));
  pool.start(run(2));
  EXPECT_EQ(std::get<Done>(event_of(pool)).trial, 2);
}

TEST(WorkerPool, ARunThatStillWaitsForTheDataIsStoppedAtOnce) {
  WorkerPool pool({FAKE_WORKER}, request("hang"), 1);
  pool.start(run(1));
  pool.stop(1);
  EXPECT_EQ(std::get<Lost>(event_of(pool)).trial, 1);
}

TEST(WorkerPool, AWorkerKilledWhileIdleIsReplaced) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  ASSERT_NE(pool.ready(kLong), nullptr);
  const std::vector<pid_t> before = children();
  ASSERT_EQ(before.size(), 1U);
  ::kill(before.front(), SIGKILL);
  const auto deadline = steady_clock::now() + kLong;
  while (children() == before && steady_clock::now() < deadline) pool.next(milliseconds(10));
  pool.start(run(1));
  EXPECT_EQ(std::get<Done>(event_of(pool)).trial, 1);
}

TEST(WorkerPool, AWorkerThatCannotOpenTheDataStopsTheWork) {
  WorkerPool pool({FAKE_WORKER}, request("refuse"), 2);
  EXPECT_EQ(error_text([&] { pool.ready(kLong); }), "pictures: no such file or directory");
}

TEST(WorkerPool, WorkersThatDieBeforeTheyAreReadyStopTheWorkAndAreQuoted) {
  WorkerPool pool({FAKE_WORKER}, request("die"), 1);
  EXPECT_THAT(error_text([&] { pool.ready(kLong); }),
              AllOf(HasSubstr("exited with code 4"), HasSubstr("cannot load libtorch.so"),
                    HasSubstr("3 deaths in a row")));
}

TEST(WorkerPool, AProgramThatCannotBeRunIsAnErrorThatNamesIt) {
  EXPECT_THAT(error_text([] { WorkerPool pool({"/nonexistent/variegate-worker"}, request(), 1); }),
              HasSubstr("/nonexistent/variegate-worker: cannot be run (No such file or directory)"));
}

TEST(WorkerPool, ReadyGivesUpInTime) {
  WorkerPool pool({FAKE_WORKER}, request("hang"), 1);
  EXPECT_EQ(pool.ready(milliseconds(50)), nullptr);
}

TEST(WorkerPool, AllWorkersTrainInThePrecisionThatTheFirstChose) {
  // The fake's own choice depends on its process number, so some of these would differ if they chose
  // themselves.
  WorkerPool pool({FAKE_WORKER}, request("data", "auto"), 4);
  const Ready* ready = pool.ready(kLong);
  ASSERT_NE(ready, nullptr);
  for (std::int64_t trial = 0; trial < 4; ++trial) pool.start(run(trial));
  for (std::int64_t trial = 0; trial < 4; ++trial) EXPECT_TRUE(std::holds_alternative<Done>(event_of(pool)));
  WorkerPool told({FAKE_WORKER}, request("data", ready->precision), 1);
  EXPECT_EQ(told.ready(kLong)->precision, ready->precision);
}

TEST(WorkerPool, EndsQuicklyWithRunsUnderWayAndLeavesNoProcess) {
  const auto before = steady_clock::now();
  {
    WorkerPool pool({FAKE_WORKER}, request(), 3);
    ASSERT_NE(pool.ready(kLong), nullptr);
    pool.start(run(1, "hang"));
    pool.start(run(2, "", {5}));
    EXPECT_TRUE(std::holds_alternative<Report>(event_of(pool)));
  }
  EXPECT_LT(steady_clock::now() - before, seconds(3));
  EXPECT_TRUE(children().empty());
}

TEST(WorkerPool, WorkersAreOutOfReachOfCtrlC) {
  WorkerPool pool({FAKE_WORKER}, request(), 2);
  ASSERT_NE(pool.ready(kLong), nullptr);
  for (const pid_t child : children()) EXPECT_NE(::getpgid(child), ::getpgid(0));
}

TEST(WorkerPool, WorkersEndWhenTheirCoordinatorIsKilled) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t coordinator = ::fork();
  if (coordinator == 0) {
    WorkerPool pool({FAKE_WORKER}, request(), 1);
    pool.ready(kLong);
    pool.start(run(1, "hang"));
    const pid_t worker = children().front();
    if (::write(ends[1], &worker, sizeof worker) != sizeof worker) ::_exit(1);
    while (true) ::pause();
  }
  pid_t worker = 0;
  ASSERT_EQ(::read(ends[0], &worker, sizeof worker), static_cast<ssize_t>(sizeof worker));
  ASSERT_EQ(::kill(worker, 0), 0);
  ::kill(coordinator, SIGKILL);
  ::waitpid(coordinator, nullptr, 0);
  // The orphan is reaped by init (or is a zombie until then): dead when its command line is gone.
  const auto gone = [&] {
    std::ifstream file("/proc/" + std::to_string(worker) + "/cmdline");
    return !file || file.peek() == std::ifstream::traits_type::eof();
  };
  const auto deadline = steady_clock::now() + kLong;
  while (!gone() && steady_clock::now() < deadline) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_TRUE(gone());
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(WorkerPool, OneRunTooManyIsAnError) {
  WorkerPool pool({FAKE_WORKER}, request(), 1);
  pool.start(run(1, "hang"));
  EXPECT_THROW(pool.start(run(2)), Error);
}

}  // namespace
}  // namespace variegate
