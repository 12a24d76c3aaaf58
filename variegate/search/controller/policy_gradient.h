// Policy gradients over a recurrent controller: REINFORCE (Williams, Machine Learning 1992) and proximal
// policy optimisation (Schulman et al. 2017), as AutoAugment searches (Cubuk et al., CVPR 2019).
#pragma once

#include <map>
#include <set>

#include "variegate/core/describe.h"
#include "variegate/search/controller/adam.h"
#include "variegate/search/controller/controller.h"
#include "variegate/search/searcher.h"

namespace variegate {

// AutoAugment's values are for 15,000 trials and teach nothing in 300
// (docs/experiments/controller-settings.md).
struct ControllerSettings {
  double learning_rate = 0.03;
  int batch = 0;
  double entropy_weight = 0.003;
  bool anneal = true;
  int redraws = 20;
  double baseline_decay = 0.95;
  int hidden = 100;
  double temperature = 1.0;
  double tanh_constant = 0.0;
  bool shared = true;
  bool start = false;
  bool mode_last = true;
};

template <MaybeConst<ControllerSettings> Options, typename Visit>
void describe(Options& settings, Visit&& option) {
  option("learning_rate", settings.learning_rate, {.low = 0, .high = 1, .summary = "learning rate of Adam"},
         "ours; AutoAugment: 0.00035");
  option("batch", settings.batch,
         {.low = 0,
          .high = 1000,
          .summary = "trials an update learns from; 0: a fiftieth of those planned, 10 to 20"},
         "ours");
  option("entropy_weight", settings.entropy_weight,
         {.low = 0, .high = 1, .summary = "weight of a bonus for choices left open"},
         "ours; AutoAugment: 0.00001");
  option("anneal", settings.anneal,
         {.summary = "annealing; 1: the entropy weight falls from twice its value (ppo from 1000 trials on: "
                     "8/3) to 0 over the trials planned; 0: it stays"},
         "ours; AutoAugment: 0");
  option("redraws", settings.redraws,
         {.low = 0,
          .high = 1000,
          .summary = "further draws of a policy that has been tried: tried again it would tell nothing"},
         "ours; AutoAugment: 0");
  option("baseline_decay", settings.baseline_decay,
         {.low = 0, .high = 0.9999, .summary = "decay of the moving average that rewards are compared with"},
         "AutoAugment");
  option("hidden", settings.hidden, {.low = 1, .high = 1000, .summary = "units of the LSTM"}, "AutoAugment");
  option("temperature", settings.temperature, {.low = 0.01, .high = 100, .summary = "divisor of the logits"},
         "AutoAugment; ENAS: 2.5");
  option("tanh_constant", settings.tanh_constant,
         {.low = 0,
          .high = 100,
          .summary = "constant c with which logits become c tanh(logit); 0: they stay as they are"},
         "AutoAugment; ENAS: 1.1");
  option("shared", settings.shared,
         {.summary = "softmax; 1: coordinates of one role share one; 0: each has its own"},
         "ours; AutoAugment: 0");
  option("start", settings.start, {.summary = "first trials; 1: the start design of tpe and gp; 0: draws"},
         "AutoAugment");
  option("mode_last", settings.mode_last,
         {.summary = "last trial; 1: the likeliest policy; 0: a draw like the others"},
         "ours; AutoAugment: 0");
}

struct PpoSettings {
  double clip = 0.2;
  int epochs = 3;
};

template <MaybeConst<PpoSettings> Options, typename Visit>
void describe(Options& settings, Visit&& option) {
  option(
      "clip", settings.clip,
      {.low = 0.01, .high = 10, .summary = "share by which an update may move the probability of a choice"},
      "Schulman et al. 2017");
  option("epochs", settings.epochs, {.low = 1, .high = 100, .summary = "passes over a batch"},
         "Schulman et al. 2017 (Atari)");
}

class PolicyGradient : public Searcher {
 public:
  enum class Rule { reinforce, ppo };

  // AutoAugment ends with the policies of this many trials made one.
  static constexpr int kJoins = 5;

  PolicyGradient(Rule rule, const Space& space, const SearcherOptions& options);

  std::optional<Proposal> propose(std::int64_t trial) override;
  void observe(const Outcome& outcome) override;

  // The mean entropy of a decision of the last proposal, as a share of that of a uniform draw: 1 where
  // nothing has been learnt.
  double entropy() const { return entropy_; }

 private:
  Controller::Next next_decision(Point& point) const;
  Episode episode_of(const Point& point) const;
  double entropy_weight() const;
  void learn();

  Rule rule_;
  Space space_;
  SearcherOptions options_;
  ControllerSettings settings_;
  PpoSettings ppo_;  // of that rule alone
  std::vector<Dimension> dimensions_;
  std::size_t batch_;
  Controller controller_;
  Adam adam_;
  std::vector<Outcome> outcomes_;
  std::map<std::int64_t, Episode> pending_;  // proposed and not learnt from: what the controller thought then
  std::set<Point> tried_;                    // canonical
  std::size_t learnt_ = 0;                   // outcomes the controller has learnt from
  std::optional<double> baseline_;
  double entropy_ = 1.0;
};

}  // namespace variegate
