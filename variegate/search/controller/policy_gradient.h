// Policy gradients over a recurrent controller: REINFORCE (Williams, Machine Learning 1992) and proximal
// policy optimisation (Schulman et al. 2017), as AutoAugment searches (Cubuk et al., CVPR 2019).
#pragma once

#include <map>
#include <set>

#include "variegate/search/controller/adam.h"
#include "variegate/search/controller/controller.h"
#include "variegate/search/searcher.h"

namespace variegate {

class PolicyGradient : public Searcher {
 public:
  enum class Rule { reinforce, ppo };

  // AutoAugment ends with the policies of this many trials made one.
  static constexpr int kJoins = 5;

  PolicyGradient(Rule rule, const Space& space, const SearcherOptions& options);

  std::optional<Proposal> propose(std::int64_t trial) override;
  void observe(const Outcome& outcome) override;

  // Of the last proposal, a decision, as a share of the entropy of a uniform draw: 1 where nothing is learnt.
  double entropy() const { return entropy_; }

 private:
  Controller::Next next_decision(Point& point) const;
  Episode episode_of(const Point& point) const;
  double entropy_weight() const;
  void learn();

  Rule rule_;
  Space space_;
  SearcherOptions options_;
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

// The settings that both rules have, with the two standard values in which they differ.
std::vector<Setting> controller_settings(double learning_rate, double batch);

}  // namespace variegate
