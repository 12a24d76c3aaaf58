// The program variegate-worker, spoken to over its pipes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "tests/data/made_data.h"
#include "tests/support/temporary_folder.h"
#include "variegate/executor/child_process.h"
#include "variegate/policy/published.h"
#include "variegate/study/comparison.h"
#include "variegate/trial/protocol.h"

namespace variegate {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

class WorkerProcess {
 public:
  void send(const ToWorker& message) { process_.send(line_of(message)); }
  void send_line(const std::string& line) { process_.send(line); }

  FromWorker next() {
    while (lines_.empty()) {
      pollfd descriptor{.fd = process_.output(), .events = POLLIN, .revents = 0};
      if (::poll(&descriptor, 1, 60'000) <= 0) throw std::runtime_error("the worker says nothing");
      if (!process_.read_lines(lines_) && lines_.empty()) throw std::runtime_error("the worker has ended");
    }
    const std::string line = lines_.front();
    lines_.erase(lines_.begin());
    const FromWorker message = from_worker(line, "worker");
    return std::holds_alternative<EpochEnded>(message) ? next() : message;
  }

  // All that a run says, its times left out. Every report but that of epoch `stop` is answered with "go on".
  std::string run(const RunRequest& request, int stop = 0) {
    send(request);
    std::string text;
    for (;;) {
      const FromWorker message = next();
      if (const auto* report = std::get_if<Report>(&message)) {
        text += line_of(FromWorker(Report{.trial = report->trial,
                                          .epoch = report->epoch,
                                          .value = report->value,
                                          .loss = report->loss,
                                          .train_accuracy = report->train_accuracy}));
        send(Verdict{.trial = report->trial, .go_on = report->epoch != stop});
      } else if (const auto* done = std::get_if<Done>(&message)) {
        return text + (done->stopped ? " stopped" : " done");
      } else {
        return text + std::get<Failed>(message).reason;
      }
    }
  }

  std::string end() { return process_.end(milliseconds(10'000)); }

 private:
  ChildProcess process_{{VARIEGATE_WORKER}};
  std::vector<std::string> lines_;
};

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest() {
    write_idx_folder(folder, "train", 80, 4, 16);
    write_file(folder, "train/t10k-images-idx3-ubyte", idx_pictures(12, 16, 16, 100));
    write_file(folder, "train/t10k-labels-idx1-ubyte", idx_labels(cycling_labels(12, 4)));
    data.train = folder.file("train");
    data.train_size = 40;
    data.validation_size = 20;
    child.model = "small-conv:4";
    child.batch_size = 16;
  }

  OpenRequest open() const {
    OpenRequest request;
    request.data = data;
    request.child = child;
    return request;
  }

  static RunRequest run(int epochs, std::vector<int> report_epochs) {
    RunRequest request;
    request.trial = 2;
    request.seed = 9;
    request.work = Train{
        .policy = base_policy("crop-flip"), .epochs = epochs, .report_epochs = std::move(report_epochs)};
    return request;
  }

  TemporaryFolder folder;
  DataSpec data;
  ChildSpec child;
};

TEST_F(WorkerTest, OpensRunsAndQuits) {
  WorkerProcess worker;
  worker.send(open());
  const Ready ready = std::get<Ready>(worker.next());
  EXPECT_EQ(ready.train_samples, 40U);
  EXPECT_EQ(ready.evaluation_samples, 20U);
  EXPECT_EQ(ready.class_names.size(), 4U);
  EXPECT_GT(ready.parameters, 1000);
  EXPECT_THAT(worker.run(run(2, {1, 2})), ::testing::EndsWith(" done"));
  worker.send(Quit{});
  EXPECT_THAT(worker.end(), HasSubstr("exited with code 0"));
}

TEST_F(WorkerTest, ARunKilledAndTakenUpByAnotherProcessEndsAsOneNobodyKilled) {
  RunRequest request = run(6, {1, 3, 6});
  WorkerProcess whole;
  whole.send(open());
  whole.next();
  const std::string expected = whole.run(request);
  request.checkpoint = folder.file("trial.state");
  {
    WorkerProcess killed;
    killed.send(open());
    killed.next();
    EXPECT_THAT(killed.run(request, 3), ::testing::EndsWith(" stopped"));
  }
  WorkerProcess other;
  other.send(open());
  other.next();
  EXPECT_EQ(other.run(request), expected);
}

TEST_F(WorkerTest, SaysWhichPicturesWereRightAndOpensFoldsAsTheyAreAskedFor) {
  WorkerProcess worker;
  worker.send(open());
  EXPECT_TRUE(std::get<Ready>(worker.next()).validation_drawn);
  const auto done = [&](int fold, bool pictures) {
    RunRequest request = run(4, {});
    request.fold = fold;
    request.train().pictures = pictures;
    worker.send(request);
    return std::get<Done>(worker.next());
  };
  const Done first = done(0, true);
  ASSERT_EQ(first.right.size(), 20U);
  EXPECT_NEAR(static_cast<double>(std::count(first.right.begin(), first.right.end(), true)) / 20.0,
              first.value, 1e-12);
  EXPECT_TRUE(done(0, false).right.empty());
  EXPECT_EQ(done(1, true).right.size(), 20U);
  EXPECT_EQ(done(0, true).right, first.right) << "back from the fold";
}

TEST_F(WorkerTest, FailuresAreToldAndTheWorkerGoesOn) {
  WorkerProcess worker;
  const auto reason = [&] { return std::get<Failed>(worker.next()).reason; };
  worker.send_line("nonsense");
  EXPECT_THAT(reason(), HasSubstr("not valid JSON"));
  worker.send(run(1, {}));
  EXPECT_THAT(reason(), HasSubstr("no data have been opened"));
  worker.send(Verdict{});
  EXPECT_THAT(reason(), HasSubstr("no report is waiting"));
  OpenRequest nowhere = open();
  nowhere.data.train = folder.file("nowhere");
  worker.send(nowhere);
  EXPECT_THAT(reason(), HasSubstr("nowhere"));
  OpenRequest misspelt = open();
  misspelt.child.model = "wnr-16-2";
  worker.send(misspelt);
  EXPECT_THAT(reason(), HasSubstr("did you mean 'wrn'"));
  OpenRequest wild = open();
  wild.child.learning_rate = 100.0;
  wild.child.weight_decay = 1.0;
  worker.send(wild);
  EXPECT_TRUE(std::holds_alternative<Ready>(worker.next()));
  EXPECT_THAT(worker.run(run(30, {})), HasSubstr("diverged"));
  worker.send(open());
  EXPECT_TRUE(std::holds_alternative<Ready>(worker.next()));
  EXPECT_THAT(worker.run(run(1, {1})), ::testing::EndsWith(" done"));
}

TEST_F(WorkerTest, EvaluatesOnTheTestPartForTheComparisonOnly) {
  WorkerProcess worker;
  worker.send(Comparison::request({.data = data, .child = child}));
  EXPECT_EQ(std::get<Ready>(worker.next()).evaluation_samples, 12U);
  worker.send(open());
  EXPECT_EQ(std::get<Ready>(worker.next()).evaluation_samples, 20U);
}

TEST_F(WorkerTest, ARunIsStoppedInTheMiddleAndTheWorkerGoesOn) {
  WorkerProcess worker;
  worker.send(open());
  worker.next();
  worker.send(run(1'000'000, {}));
  worker.send(StopRun{.trial = 2});
  const auto done = std::get<Done>(worker.next());
  EXPECT_TRUE(done.stopped);
  EXPECT_LT(done.epochs, 1'000'000);
  worker.send(StopRun{.trial = 2});  // too late for it
  worker.send(run(1'000'000, {1}));
  EXPECT_EQ(std::get<Report>(worker.next()).epoch, 1);
  worker.send(StopRun{.trial = 2});  // while it waits for the verdict
  worker.send(Verdict{.trial = 2, .go_on = false});
  EXPECT_EQ(std::get<Done>(worker.next()).epochs, 1);
  EXPECT_THAT(worker.run(run(1, {1})), ::testing::EndsWith(" done"));
}

TEST_F(WorkerTest, LeavesInTheMiddleOfTrainingWhenItsCoordinatorIsGone) {
  const std::string lines = write_file(
      folder, "lines", line_of(ToWorker(open())) + "\n" + line_of(ToWorker(run(1'000'000, {}))) + "\n");
  const std::string command = "(cat '" + lines + "'; sleep 1) | timeout -s KILL 20 " VARIEGATE_WORKER " > '" +
                              folder.file("said") + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << "killed, for it went on";
  std::ifstream said(folder.file("said"));
  std::string line;
  ASSERT_TRUE(std::getline(said, line));
  EXPECT_TRUE(std::holds_alternative<Ready>(from_worker(line, "worker")));
  // It may have ended an epoch or two before it noticed; it never ends the run.
  while (std::getline(said, line))
    EXPECT_TRUE(std::holds_alternative<EpochEnded>(from_worker(line, "worker"))) << line;
}

}  // namespace
}  // namespace variegate
