// Searches with a training of one's own: ask_tell FOLDER keeps a study in FOLDER and goes on with it when it
// is called again. The "training" is made up here: it likes rotations and nothing else.
#include <exception>
#include <filesystem>
#include <iostream>

#include "variegate/policy/shares.h"
#include "variegate/store/open_store.h"
#include "variegate/study/ask_tell.h"
#include "variegate/study/final_plan.h"

namespace {

// A validation accuracy, 0 .. 1. Yours trains a model with the policy, from run.seed, for run.epochs.
double reward_of(const variegate::RunRequest& run) {
  double reward = 0.5;
  for (const variegate::OpShare& use : variegate::op_shares(run.train().policy))
    reward += use.op == "rotate" ? 0.3 * use.share : -0.1 * use.share;
  return reward;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ask_tell FOLDER\n";
    return 2;
  }
  try {
    variegate::StudyOptions options;
    options.space.kind = variegate::SubPolicySpace{.ops = {"identity", "rotate", "invert", "posterize"}};
    options.method = "tpe";
    options.trials = 30;
    options.epochs = 1;

    std::filesystem::create_directories(argv[1]);
    const auto store = variegate::open_store(argv[1], variegate::StoreMode::write);
    variegate::StudyLog log(*store);
    variegate::AskTell search(options, log);
    while (const auto run = search.ask()) {
      search.tell(
          variegate::Done{.trial = run->trial, .epochs = run->train().epochs, .value = reward_of(*run)});
    }
    search.finish();
    const variegate::TrialRecord& best = *variegate::best_trials(log.known(), 1, {}).front();
    std::cout << log.known().trials.size() << " trials; the best is trial " << best.trial << " with "
              << best.outcome->reward << ":\n"
              << variegate::in_words(best.policy) << "\n";
  } catch (const std::exception& error) {
    std::cerr << "ask_tell: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
