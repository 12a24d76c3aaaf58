// A study without processes or training: runs are arithmetic, and events come in an order drawn by a seed, as
// if workers were now quick, now slow.
#pragma once

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/store/memory_store.h"
#include "variegate/core/random.h"
#include "variegate/search/searcher.h"
#include "variegate/store/store.h"
#include "variegate/study/record.h"
#include "variegate/study/study.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

// Validation accuracy of a policy of rotations by `degrees`: best at 21 degrees, with noise that depends on
// the seed.
double fake_accuracy(const Policy& policy, std::uint64_t seed, int epoch, int epochs);

class FakeEvaluator final : public Evaluator {
 public:
  struct Behaviour {
    int slots = 1;
    std::uint64_t order = 0;                  // of events among the runs under way
    std::set<std::int64_t> failing = {};      // trials of the search that fail whenever they run
    std::map<std::int64_t, int> losses = {};  // how often a trial's worker dies
    bool final_round_fails_for_searched = false;
    double seconds_per_epoch = 1.0;
    bool tells_epochs = false;         // of runs without report epochs, every epoch
    double clock_per_event = 0.0;      // seconds that pass on clock() with every event
    std::set<std::int64_t> deaf = {};  // runs that do not stop when asked to, and are lost
    int stop_after = -1;               // events until the stop flag is set; -1: never
    std::string digest = "0123456789abcdef";
    Metric metric = {};  // in which the fake accuracy is told: the value of which it is the reward
  };

  FakeEvaluator(Behaviour behaviour, std::atomic<bool>& stop);

  int slots() const override { return behaviour_.slots; }
  const Ready* ready(std::chrono::milliseconds patience) override;
  void start(const RunRequest& run) override;
  std::optional<RunEvent> next(std::chrono::milliseconds patience) override;
  void answer(const Verdict& verdict) override;
  void stop(std::int64_t trial) override;

  double clock() const { return clock_; }  // seconds
  const std::vector<std::int64_t>& asked_to_stop() const { return asked_to_stop_; }

  int most_at_once() const { return most_at_once_; }
  const std::vector<RunRequest>& started() const { return started_; }

 private:
  struct Running {
    RunRequest run;
    std::size_t reports = 0;
    bool waits = false;
    bool stopped = false;
    bool out_of_time = false;
    int epochs_told = 0;
  };

  Behaviour behaviour_;
  std::atomic<bool>& stop_;
  Stream order_;
  Ready ready_;
  std::vector<Running> running_;
  std::vector<RunRequest> started_;
  int most_at_once_ = 0;
  double clock_ = 0.0;
  std::vector<std::int64_t> asked_to_stop_;
};

// Proposes points by a hash of everything observed so far: were the history different in anything, so would
// be every point after it. Throws when outcomes do not come in the order of trials.
std::unique_ptr<Searcher> chaotic_searcher(const std::string& method, const Space& space,
                                           const SearcherOptions& options);

// 30 rotations to choose from behind a base of one horizontal flip; 12 trials of 10 epochs, a final round of
// 3 policies and 3 baselines with 2 seeds.
StudyOptions fake_options();

// All that must not depend on speed, slots or kills.
std::string fingerprint(const StudyRecord& record);

// Runs it to its end (or to the stop), without an observer.
StudyRecord run_fake(const StudyOptions& options, StudyLog& log, const FakeEvaluator::Behaviour& behaviour);
StudyRecord run_fake(const StudyOptions& options, Store& store, const FakeEvaluator::Behaviour& behaviour);

}  // namespace variegate
